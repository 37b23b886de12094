import { UserError } from '../domain/errors.js';
import type { Clock, Notifier } from '../domain/ports.js';
import { signature } from './signature.js';
import { slackBody } from './slack-body.js';

/** Where and how to post. */
export interface WebhookSettings {
  /** May hold a token in its path, as Slack's do: only its host ever appears in an error. */
  readonly url: URL;
  /** Signs every post if given. */
  readonly secret?: string;
  readonly timeoutMs: number;
}

/** As much of a refusal's text as helps: Slack answers `invalid_blocks`, `no_service` and the like. */
const mostRefusal = 200;

async function refusalText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const first = await reader.read();
  await reader.cancel();
  const text = new TextDecoder().decode(first.value?.subarray(0, mostRefusal));
  return text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
}

/** fetch says only "fetch failed", and why in the error's cause. */
const reason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
};

/**
 * Posts JSON that Slack understands. Every attempt at one notification has the same `Idempotency-Key`. Rejects with
 * the status unless it is 2xx, and when there is no answer in time; redirects are refused, since the body and its
 * signature are meant for one host. Throws UserError for an address that cannot be posted to.
 */
export function webhookNotifier(
  settings: WebhookSettings,
  ports: { readonly fetch: typeof fetch; readonly clock: Clock },
): Notifier {
  const { url, secret, timeoutMs } = settings;
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new UserError(
      `the webhook at ${url.host} cannot be used: give an http or https address without user name and password`,
    );

  async function post(headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal) {
    const response = await ports.fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' });
    if (!response.ok) {
      // The status is what matters, also where the text does not arrive.
      const text = await refusalText(response).catch(() => '');
      throw new Error(`status ${response.status}${text === '' ? '' : `: ${text}`}`);
    }
    // An unread body would keep the connection.
    await response.body?.cancel();
  }

  return {
    async notify(incident, notification) {
      const body = JSON.stringify(slackBody(incident, notification));
      const seconds = Math.floor(ports.clock.now().getTime() / 1000);
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'idempotency-key': notification.id,
        ...(secret === undefined ? {} : { 'x-snapback-signature': signature(secret, seconds, body) }),
      };
      const late = new AbortController();
      const answered = new AbortController();
      const timeout = ports.clock.sleep(timeoutMs, answered.signal).then(
        () => late.abort(new Error(`no answer within ${timeoutMs} ms`)),
        // The sleep was ended because the answer came.
        () => undefined,
      );
      try {
        await post(headers, body, late.signal);
      } catch (cause) {
        throw new Error(
          `the webhook at ${url.host} did not take notification ${notification.id}: ${reason(cause)}`,
          { cause },
        );
      } finally {
        answered.abort();
        await timeout;
      }
    },
  };
}

import { claimedText } from '../domain/claimed-text.js';
import { isObject } from '../domain/json.js';
import type { Actor, EventSignal, Look } from '../domain/signal.js';
import { parseTarget, targetKey } from '../domain/target.js';
import type { Instant } from '../domain/time.js';
import { forms, instantAt, listAt, memberAt, objectAt, textAt } from './fields.js';

type Members = Readonly<Record<string, unknown>>;

/** SQS takes 262,144 bytes everywhere; the rest is room for what a queue may add. SQS Developer Guide, "Message quotas". */
const mostBytes = 250_000;
const mostAspects = 100;
const mostSignals = 1000;

/** Whether a message says that it is a re-check. */
export const isRecheck = (body: Members): boolean => memberAt(body, 'snapback') === 'recheck';

/**
 * The message that asks to look at the same target once more at `due`, with the events that the first look was for.
 * Too many events lose what they say of their actors, the newest first, since the oldest is likeliest the cause; all ids stay.
 */
export function recheckBody(look: Look, round: number, due: Instant): string {
  const events = look.signals.filter((signal) => signal.kind === 'event');
  const oldestFirst = [...events].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const body = (signals: readonly EventSignal[]): string =>
    JSON.stringify({
      snapback: 'recheck',
      version: 1,
      target: targetKey(look.target),
      aspects: look.aspects,
      round,
      ...(look.region === undefined ? {} : { region: look.region }),
      signals: [{ kind: 'recheck', at: due }, ...signals],
    });
  let excess = Buffer.byteLength(body(oldestFirst)) - mostBytes;
  for (let place = oldestFirst.length - 1; place >= 0 && excess > 0; place -= 1) {
    const event = oldestFirst[place];
    if (event === undefined) break;
    const bare: EventSignal = { ...event, actor: { type: event.actor.type } };
    excess -= Buffer.byteLength(JSON.stringify(event)) - Buffer.byteLength(JSON.stringify(bare));
    oldestFirst[place] = bare;
  }
  return body(oldestFirst);
}

/** The look that a re-check asks for, or nothing if it is none of ours. It comes from outside and is only a reason to look. */
export function parseRecheck(body: Members): Look | undefined {
  if (!isRecheck(body) || memberAt(body, 'version') !== 1) return undefined;
  const key = memberAt(body, 'target');
  const target = typeof key === 'string' ? parseTarget(key) : undefined;
  const round = memberAt(body, 'round');
  const aspects = memberAt(body, 'aspects') === 'all' ? 'all' : namesAt(body, 'aspects');
  const [first, ...others] = listAt(body, 'signals', mostSignals);
  const at = isObject(first) && memberAt(first, 'kind') === 'recheck' ? instantAt(first, 'at') : undefined;
  if (target === undefined || aspects === undefined || at === undefined) return undefined;
  if (typeof round !== 'number' || !Number.isInteger(round) || round < 1 || round > 9) return undefined;
  const events = others.map(eventFrom);
  if (!events.every((event) => event !== undefined)) return undefined;
  const region = textAt(body, 'region', forms.region);
  const signals = [{ kind: 'recheck', at } as const, ...events];
  return { target, signals, aspects, round, ...(region === undefined ? {} : { region }) };
}

function namesAt(object: Members, name: string): readonly string[] | undefined {
  if (!Array.isArray(memberAt(object, name))) return undefined;
  const names = listAt(object, name, mostAspects);
  return names.every((each): each is string => typeof each === 'string' && forms.aspect.test(each))
    ? names
    : undefined;
}

function eventFrom(value: unknown): EventSignal | undefined {
  if (!isObject(value) || memberAt(value, 'kind') !== 'event') return undefined;
  const id = textAt(value, 'id', forms.eventId);
  const call = textAt(value, 'call', forms.call);
  const aspects = namesAt(value, 'aspects');
  const at = instantAt(value, 'at');
  const actor = actorFrom(objectAt(value, 'actor'));
  if (id === undefined || call === undefined || aspects === undefined || at === undefined) return undefined;
  return actor === undefined ? undefined : { kind: 'event', id, call, aspects, actor, at };
}

const claims = ['account', 'arn', 'role', 'principalId', 'invokedBy', 'sourceIp', 'userAgent'] as const;

function actorFrom(value: Members): Actor | undefined {
  const type = claimedText(memberAt(value, 'type'));
  if (type === undefined) return undefined;
  const mfa = memberAt(value, 'mfa');
  const known = claims.flatMap((name) => {
    const text = claimedText(memberAt(value, name));
    return text === undefined ? [] : [[name, text] as const];
  });
  return { type, ...Object.fromEntries(known), ...(typeof mfa === 'boolean' ? { mfa } : {}) };
}

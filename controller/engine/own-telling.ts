import { digest } from '../aspects/kit/digest.js';
import { canonicalText } from '../domain/canonical.js';
import { isObject } from '../domain/json.js';
import type { Memory } from '../domain/ledger.js';
import type { ReadFailure } from '../domain/observation.js';
import type { Owned } from '../domain/own-resource.js';
import { graver } from '../domain/response.js';
import type { OwnResource } from '../domain/tampering.js';
import type { AccountTarget } from '../domain/target.js';
import { instant } from '../domain/time.js';
import { tellingOf } from './attribute.js';
import type { Engine } from './engine.js';
import { asJson } from './evidence.js';
import { policyOf } from './incidents.js';
import { unreadableFor } from './notice.js';
import type { OwnChange } from './own-change.js';
import { seenIn } from './own-state.js';
import { keepSeen, openTampering, tamperingDraft, worse } from './tampering.js';

/** Which things of ours a look is about, and what is remembered of their account. */
interface Kind {
  readonly target: AccountTarget;
  readonly what: OwnResource;
  readonly memory: Memory;
}

/** Opens an incident for what is set up otherwise than remembered, or goes on with the open one, whoever opened it. */
export async function tellOfChanges(
  engine: Engine,
  { target, what, memory, changes }: Kind & { readonly changes: readonly OwnChange[] },
): Promise<void> {
  const { ledger, clock, access } = engine;
  const judged = changes
    .map((change) => ({ ...change, policy: policyFor(engine, change) }))
    .filter(({ policy }) => policy.response !== 'ignore');
  const worst = judged.reduce(
    (bad, one) =>
      bad === undefined || graver(bad.policy.severity, one.policy.severity) !== bad.policy.severity
        ? one
        : bad,
    judged[0],
  );
  if (worst === undefined) return;
  const at = instant(clock.now());
  const lastGood = memory.sightings.get(what)?.at;
  const { arn } = worst.owned;
  const { incident } = await openTampering(
    engine,
    tamperingDraft({
      ...{ target, aspect: what, arn, policy: worst.policy, at, mode: access.mode, channel: 'scan' },
      ...(lastGood === undefined ? {} : { lastGood }),
      state: { arn, found: worst.found },
      telling: tellingOf([], lastGood, at),
    }),
  );
  const before = seenIn(incident);
  const seen = asJson(Object.fromEntries(judged.map(({ owned, now }) => [owned.arn, now])));
  const looks = incident.looks + 1;
  if (canonicalText(Object.fromEntries(before)) === canonicalText(seen))
    return void (await ledger.change(incident, { looks }));
  // People know already of what an event told of; what a look finds besides, or found to be other again, is news.
  const isNews = before.size > 0 || incident.explains.length === 0;
  const known =
    incident.found.kind === 'observed' && isObject(incident.found.state) ? incident.found.state : {};
  await ledger.change(incident, {
    ...worse(incident, worst.policy),
    found: { kind: 'observed', state: asJson({ ...known, seen }) },
    fields: [
      ...incident.fields.filter(({ path }) => !judged.some(({ owned }) => isOf(owned, path))),
      ...judged.flatMap(({ fields }) => fields),
    ],
    looks: before.size === 0 && isNews ? 1 : looks,
    transition: {
      at,
      outcome: 'alerted',
      note: judged.map(({ owned, found }) => `${owned.arn} is ${words[found]}`).join('; '),
    },
    ...(isNews
      ? { notification: { id: `${incident.id}.${digest(seen).slice(0, 12)}`, kind: 'escalated', at } }
      : {}),
  });
}

const words = { missing: 'not there', off: 'off', reduced: 'reduced', changed: 'changed' } as const;

const isOf = ({ name }: Owned, path: string): boolean => path === name || path.startsWith(`${name}.`);

const policyFor = ({ declarations }: Engine, { owned: { what, arn, account }, found, differs }: OwnChange) =>
  declarations().policyFor(
    {
      aspect: what,
      desired: { kind: 'value', value: arn },
      observed: { kind: 'observed', state: { arn, found, differs } },
    },
    account,
  );

/** Tells once that something of ours cannot be read: whether anybody has changed it is not known then. */
export async function tellOfBlindness(
  engine: Engine,
  { target, what, memory }: Kind,
  { arn }: Owned,
  error: ReadFailure,
): Promise<void> {
  const { ledger, clock, access } = engine;
  const at = instant(clock.now());
  const policy = unreadableFor(what);
  const lastGood = memory.sightings.get(what)?.at;
  const found = { kind: 'unreadable', error } as const;
  const { incident, opened } = await ledger.open({
    ...tamperingDraft({
      ...{ target, aspect: what, arn, policy, at, mode: access.mode, channel: 'scan' },
      ...(lastGood === undefined ? {} : { lastGood }),
      state: { arn },
      telling: tellingOf([], lastGood, at),
    }),
    ...{ finding: 'unreadable', outcome: 'unreadable', policy: policyOf(policy), found },
    looks: 0,
  });
  if (incident.finding !== 'unreadable') return;
  if (opened) await keepSeen(engine, incident);
  await ledger.change(incident, {
    found,
    looks: incident.looks + 1,
    // Told with the first look that is counted: a crash before it leaves both to be done again.
    ...(incident.looks === 0 ? { notification: { id: `${incident.id}.0`, kind: 'opened', at } } : {}),
  });
}

import { digest } from '../aspects/kit/digest.js';
import { canonicalText } from '../domain/canonical.js';
import type { Incident } from '../domain/incident.js';
import type { ReadFailure } from '../domain/observation.js';
import type { Owned, OwnReader, OwnState } from '../domain/own-resource.js';
import { type OwnResource, ownResources } from '../domain/tampering.js';
import type { AccountTarget } from '../domain/target.js';
import { type Instant, instant } from '../domain/time.js';
import type { Engine } from './engine.js';
import { asJson } from './evidence.js';
import { closedAs } from './incidents.js';
import { changeOf, missing, type OwnChange } from './own-change.js';
import { memoryOf, ownStateIn, seenIn } from './own-state.js';
import { tellOfBlindness, tellOfChanges } from './own-telling.js';
import { isTraceless } from './tampering.js';

/** What one look at one thing came to. */
type Judgement =
  | { readonly kind: 'good' | 'first'; readonly owned: Owned; readonly state: OwnState }
  /** Somebody accepted that it is not there, and it is not. */
  | { readonly kind: 'given up'; readonly owned: Owned }
  | { readonly kind: 'changed'; readonly owned: Owned; readonly change: OwnChange }
  | { readonly kind: 'unreadable'; readonly owned: Owned; readonly error: ReadFailure }
  /** Two looks did not agree: the next pass tells. */
  | { readonly kind: 'unsure'; readonly owned: Owned };

/**
 * Looks at what Snapback rests on in one account, so that tampering is told of when its event is lost, too. How each was
 * when it was first seen is how it has to be, until a human acknowledges another state. Nothing is ever put back.
 */
export async function lookAtOwn(engine: Engine, reader: OwnReader, owned: readonly Owned[]): Promise<void> {
  const kinds = ownResources.map(async (what) => {
    const group = owned.filter((one) => one.what === what);
    const [first] = group;
    if (first !== undefined) await lookAtKind(engine, reader, first.account, what, group);
  });
  await Promise.all(kinds);
}

async function lookAtKind(
  engine: Engine,
  reader: OwnReader,
  target: AccountTarget,
  what: OwnResource,
  group: readonly Owned[],
): Promise<void> {
  const { ledger, clock } = engine;
  // Remembered first, read then: what ends an incident is seen after what it tells of.
  const memory = await ledger.recall(target);
  const standing = memory.open.get(what);
  const at = instant(clock.now());
  const judged = await judgeTwice(engine, reader, group, standing?.finding === 'tampering');
  for (const one of judged)
    if (one.kind === 'first')
      await ledger.rememberGood(target, memoryOf(what, one.owned.arn), { at, state: asJson(one.state) });

  const changes = judged.flatMap((one) => (one.kind === 'changed' ? [one.change] : []));
  if (changes.length > 0) return tellOfChanges(engine, { target, what, memory, changes });
  const blind = judged.find((one) => one.kind === 'unreadable');
  if (blind !== undefined) {
    if (standing?.finding !== 'tampering')
      await tellOfBlindness(engine, { target, what, memory }, blind.owned, blind.error);
    return;
  }
  if (judged.some(({ kind }) => kind === 'unsure')) return;
  if (standing !== undefined) await end(engine, standing, group, at);
  const states = judged.map((one) => ('state' in one ? asJson(one.state) : null));
  await ledger.sawGood(target, at, new Map([[what, digest(states)]]));
}

/**
 * What is news is believed when it was seen twice, be it that something is other than remembered or that it is so no
 * more: IAM and SQS show a change only some time after it, and may show the state before it again.
 */
async function judgeTwice(
  engine: Engine,
  reader: OwnReader,
  group: readonly Owned[],
  isOpen: boolean,
): Promise<readonly Judgement[]> {
  const judgeAll = (some: readonly Owned[]) => Promise.all(some.map((one) => judge(engine, reader, one)));
  const first = await judgeAll(group);
  const isNews = ({ kind }: Judgement): boolean => kind !== 'unreadable' && (isOpen || kind === 'changed');
  const doubtful = first.filter(isNews);
  if (doubtful.length === 0) return first;
  await engine.clock.sleep(engine.timing.secondLook);
  const second = new Map(
    (await judgeAll(doubtful.map(({ owned }) => owned))).map((one) => [one.owned.arn, one]),
  );
  return first.map((one) => {
    const again = second.get(one.owned.arn);
    return again === undefined || canonicalText(again) === canonicalText(one)
      ? one
      : { kind: 'unsure', owned: one.owned };
  });
}

async function judge({ ledger }: Engine, reader: OwnReader, owned: Owned): Promise<Judgement> {
  const seen = await reader.read(owned);
  if (seen.kind === 'unreadable') return { kind: 'unreadable', owned, error: seen.error };
  const kept = await ledger.goodState(owned.account, memoryOf(owned.what, owned.arn));
  const good = ownStateIn(kept?.state);
  if (seen.kind === 'absent')
    return kept !== undefined && good === undefined
      ? { kind: 'given up', owned }
      : { kind: 'changed', owned, change: missing(owned) };
  const { state: now } = seen;
  const change = changeOf(owned, good, now);
  if (change !== undefined) return { kind: 'changed', owned, change };
  const isNew = good === undefined || canonicalText(good) !== canonicalText(now);
  return { kind: isNew ? 'first' : 'good', owned, state: now };
}

/** All is as remembered: an incident ends if it is about what a look can see, and about nothing else. */
async function end(
  { ledger }: Engine,
  standing: Incident,
  group: readonly Owned[],
  at: Instant,
): Promise<void> {
  if (standing.finding === 'unreadable') {
    await ledger.change(standing, closedAs(standing, 'clean', at, 'It can be read again'));
    return;
  }
  const seen = [...seenIn(standing).keys()];
  if (seen.length === 0 || isTraceless(standing)) return;
  if (seen.every((arn) => group.some((one) => one.arn === arn)))
    await ledger.change(standing, closedAs(standing, 'healedElsewhere', at, 'It is set up as before'));
}

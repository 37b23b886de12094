import { claimedText } from '../domain/claimed-text.js';
import { UserError } from '../domain/errors.js';
import type { Incident } from '../domain/incident.js';
import type { Observation } from '../domain/observation.js';
import { instant } from '../domain/time.js';
import type { GrantedWaiver } from '../domain/waiver.js';
import { foundDigest } from './compare.js';
import type { Engine } from './engine.js';
import { asJson, keep } from './evidence.js';

/** The longest time for which a waiver may be granted without a file that others review: 7 days, in milliseconds. */
export const longestGrant = 7 * 24 * 3_600_000;

const shortestReason = 10;
const longestText = 500;

/** What a person says who grants a waiver. */
export interface Terms {
  readonly reason: string;
  readonly owner: string;
  /** Milliseconds. */
  readonly lasts: number;
}

/**
 * Grants a short waiver for a state of what an incident is about, and no other state. It is in the audit before it is in
 * force; granting it again for the same state replaces it. Rejects with a UserError what may not be granted.
 */
export async function grant(
  {
    ledger,
    clock,
    controller,
    declarations,
  }: Pick<Engine, 'ledger' | 'clock' | 'controller' | 'declarations'>,
  { id: incident, target, aspect }: Pick<Incident, 'id' | 'target' | 'aspect'>,
  state: Observation,
  terms: Terms,
): Promise<GrantedWaiver> {
  if ((state.kind !== 'observed' && state.kind !== 'absent') || (state.kind === 'observed' && state.unknown))
    throw new UserError(
      `The state that ${incident} found is not wholly known, so nothing can be said to equal it: it cannot be waived.`,
    );
  const { reason, owner } = checked(terms);
  const now = clock.now();
  const digest = foundDigest(aspect, state, target);
  const waiver: GrantedWaiver = {
    id: `granted:${aspect}:${digest.slice(0, 12)}`,
    target,
    aspect,
    state: digest,
    reason,
    owner,
    grantedAt: instant(now),
    expires: instant(new Date(now.getTime() + terms.lasts)),
    incident,
    source: `incident ${incident}`,
  };
  const { target: _, ...content } = waiver;
  const scene = { baseline: { target }, declarations: declarations() };
  await keep({ ledger, clock, controller }, scene, {
    aspect,
    incident,
    kind: 'decided',
    content: asJson({ waiver: content }),
  });
  await ledger.waive(waiver);
  return waiver;
}

function checked({ reason, owner, lasts }: Terms): Pick<Terms, 'reason' | 'owner'> {
  const why = reason.trim();
  const who = owner.trim();
  if (why.length < shortestReason || why.length > longestText || claimedText(why) !== why)
    throw new UserError(
      `A reason has ${shortestReason} to ${longestText} characters on one line: say why this state may be.`,
    );
  if (who === '' || who.length > longestText || claimedText(who) !== who)
    throw new UserError('An owner is needed: who answers for this state, a person or a team.');
  if (!(lasts > 0 && lasts <= longestGrant))
    throw new UserError(
      'A waiver is granted for at most 7 days. What has to be for longer belongs into a file beside the baselines, where others review it.',
    );
  return { reason: why, owner: who };
}

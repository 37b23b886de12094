import type { JsonObject } from '../../../domain/json.js';
import type { Escalation, Step } from '../../../domain/plan.js';
import { isPublicPolicy } from '../../../exposure/policy-public.js';
import type { Situation } from '../aspect.js';
import { asBlock } from '../blocks.js';
import { bucketOf } from '../calls.js';
import { policyStep } from '../policy-steps.js';
import { type Findings, findingsOf } from './findings.js';
import { mended } from './mend.js';
import { unproved } from './proof.js';
import { placeOf, rulesOf } from './rules.js';

/**
 * The one call that brings a bucket policy under rules, put over what is there: proved first to break no rule, to
 * grant nothing new and to leave everything else alone. What is not proved is not sent.
 */
export function ruleSteps(
  situation: Situation,
  desired: JsonObject & { readonly rules: JsonObject },
): readonly Step[] | Escalation {
  const { target, actual, good } = situation;
  const found = actual.kind === 'observed' ? actual.state : undefined;
  const place = placeOf(target);
  const rules = rulesOf(desired, place);
  const findings = findingsOf(found, rules, place, good);
  const { unreadable, breaches, missing, lost } = findings;
  if (unreadable !== undefined) return escalated(situation, findings, unreadable);
  if (breaches.length + missing.length + lost.length === 0) return [];

  const answer = mended(found, findings, good);
  if (answer.kind === 'stuck') return escalated(situation, findings, answer.why);
  const { policy: result } = answer;
  const doubt =
    unproved({ found, result, good, rules, place }) ??
    (result !== undefined && isPublicPolicy(result) && isBlocked(situation)
      ? 'It would still be public, as the rules allow, and S3 refuses that while BlockPublicPolicy is on.'
      : undefined);
  if (doubt !== undefined) return escalated(situation, findings, doubt);
  const leaves =
    result === undefined ? ({ kind: 'absent' } as const) : ({ kind: 'value', value: result } as const);
  return [policyStep(situation, leaves, breaches.length > 0 ? 'close' : 'restore')];
}

const isBlocked = ({ seen }: Situation): boolean => {
  const block = seen.get('publicAccessBlock');
  return block?.kind === 'observed' && asBlock(block.state).BlockPublicPolicy;
};

const escalated = ({ target }: Situation, { breaches }: Findings, why: string): Escalation => {
  const places = breaches.map(
    ({ at, broken }) => `Statement[${at}] breaks ${[...broken.keys()].join(' and ')}`,
  );
  const faults = places.length === 0 ? '' : ` ${places.join('; ')}.`;
  return {
    kind: 'escalate',
    aspect: 'bucketPolicy',
    runbook: `The bucket policy is not as the rules demand, and no repair of it could be proved right: ${why}${faults} Nothing was written. Read it with aws s3api get-bucket-policy --bucket ${bucketOf(target).name}, correct it by hand, and put it with put-bucket-policy; or change the rules.`,
  };
};

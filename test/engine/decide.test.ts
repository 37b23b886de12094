import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step } from '../../controller/domain/plan.js';
import { type Response, responses } from '../../controller/domain/response.js';
import { Life } from '../fakes/life.js';
import { blocked, declaredValues, foundDocuments, policies, unblocked } from './access-worlds.js';
import {
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  remembered,
  surroundings,
  type Values,
} from './world.js';

interface Ruling {
  readonly response: Response;
  readonly cause: 'drift' | 'onboarding';
  readonly isApproved: boolean;
}

/** How a look at a bucket without Block Public Access ends. */
async function ending({
  response,
  cause,
  isApproved,
}: Ruling): Promise<readonly [string | undefined, number]> {
  const around = surroundings();
  const baseline = baselineOf({ publicAccessBlock: blocked });
  if (cause === 'drift') await remembered(around, baseline);
  const declarations = declarationsOf(baseline, response);
  const approval = isApproved ? { approval: { reopen: false } } : {};
  const outcomes = await look(around, engineIn(around, { declarations, ...approval }));
  return [outcomes['publicAccessBlock'], around.s3.sent.length];
}

const named = { ignore: 'ignored', alert: 'alerted', propose: 'proposed', revert: 'reverted' } as const;

describe('what is done about a difference', () => {
  it.each(responses)('is what the remediation policy says of drift: %s', async (response) => {
    const expected = [named[response], response === 'revert' ? 1 : 0];
    expect(await ending({ response, cause: 'drift', isApproved: false })).toEqual(expected);
  });

  it.each(responses)('is at most a proposal where it was never verified here: %s', async (response) => {
    const expected = [response === 'revert' ? 'proposed' : named[response], 0];
    expect(await ending({ response, cause: 'onboarding', isApproved: false })).toEqual(expected);
  });

  it.each(responses)('is done when a person says so, whatever the policy: %s', async (response) => {
    expect(await ending({ response, cause: 'onboarding', isApproved: true })).toEqual(['reverted', 1]);
  });

  it.each([
    ['no leave', 'propose', undefined, 'proposed'],
    ['approval without opening', 'propose', { reopen: false }, 'proposed'],
    ['approval', 'propose', { reopen: true }, 'reverted'],
    ['reopen: auto', 'auto', undefined, 'reverted'],
  ] as const)('opens only with leave: %s', async (_, reopen, approval, outcome) => {
    const around = surroundings({ publicAccessBlock: blocked });
    const baseline = baselineOf({ publicAccessBlock: unblocked }, { reopen });
    await remembered(around, baseline);
    const engine = engineIn(around, {
      declarations: declarationsOf(baseline),
      ...(approval === undefined ? {} : { approval }),
    });
    expect(await look(around, engine)).toEqual({ publicAccessBlock: outcome });
    const [incident] = around.ledger.all;
    expect(incident?.proposal?.steps.map(({ effect }) => effect)).toEqual(
      outcome === 'proposed' ? ['open'] : undefined,
    );
    expect(around.s3.sent.length).toBe(outcome === 'proposed' ? 0 : 1);
  });

  it('lets one aspect be ignored and another be put back', async () => {
    const around = surroundings({ policy: JSON.stringify(policies.hostile) });
    const baseline = baselineOf({ publicAccessBlock: blocked, bucketPolicy: policies.tls });
    await remembered(around, baseline);
    const declarations = declarationsOf(baseline, (aspect) =>
      aspect === 'bucketPolicy' ? 'ignore' : 'revert',
    );
    expect(await look(around, engineIn(around, { declarations }))).toEqual({
      publicAccessBlock: 'reverted',
      bucketPolicy: 'ignored',
    });
    expect(around.ledger.all.map(({ aspect }) => aspect)).toEqual(['publicAccessBlock']);
  });
});

/** What a look sends, or would send if it might. */
async function steps(
  found: Readonly<Record<string, unknown>>,
  declared: Values,
  mode: 'dry-run' | 'auto-revert',
): Promise<readonly string[]> {
  const around = surroundings(found);
  const baseline = baselineOf(declared, { reopen: 'auto' });
  await remembered(around, baseline);
  await look(around, engineIn(around, { life: new Life(), mode, declarations: declarationsOf(baseline) }));
  const proposed = around.ledger.all.flatMap(({ proposal }) => proposal?.steps ?? []);
  const texts = (mode === 'dry-run' ? proposed : around.s3.sent).map((step: Step) => JSON.stringify(step));
  return [...new Set(texts)].sort();
}

describe('dry-run', () => {
  it('proposes the very steps that auto-revert sends', async () => {
    await fc.assert(
      fc.asyncProperty(foundDocuments, declaredValues, async (found, declared) => {
        expect(await steps(found, declared, 'dry-run')).toEqual(await steps(found, declared, 'auto-revert'));
      }),
      { numRuns: 150 },
    );
  });
});

import { expect, it } from 'vitest';
import { instant } from '../../controller/domain/time.js';
import type { Declarations } from '../../controller/engine/engine.js';
import { Life } from '../fakes/life.js';
import { account, baselineOf, declarationsOf, engineIn, look, surroundings } from './world.js';

const baseline = baselineOf({ versioning: { Status: 'Enabled' } });
const declarations = declarationsOf(baseline);

/** A bucket that nobody has seen before, in an account that was listed to its end if `watched`. */
async function newcomer(watched: boolean) {
  const around = surroundings();
  const at = instant(around.clock.now());
  if (watched) await around.ledger.as(new Life()).saveScanCursor(account, { startedAt: at, completedAt: at });
  const lookUnder = (as: Declarations) => look(around, engineIn(around, { declarations: as }));
  /** The first look begins the grace, in which what closes nothing waits; the second comes after it. */
  const afterGrace = async (as: Declarations) => {
    await lookUnder(as);
    await around.clock.advance(60_000);
    return lookUnder(as);
  };
  return { lookUnder, afterGrace };
}

it('brings a bucket that was born under watch to its baseline by itself', async () => {
  const { afterGrace } = await newcomer(true);
  expect(await afterGrace(declarations)).toEqual({ versioning: 'reverted' });
});

it('only proposes for a bucket that may have been there before the watch began', async () => {
  const { lookUnder } = await newcomer(false);
  expect(await lookUnder(declarations)).toEqual({ versioning: 'proposed' });
});

it('only proposes what a later catalogue demands, also of a bucket that was born under watch', async () => {
  const { lookUnder, afterGrace } = await newcomer(true);
  expect(await afterGrace(declarations)).toEqual({ versioning: 'reverted' });
  const more = baselineOf({
    versioning: { Status: 'Enabled' },
    encryption: {
      SSEAlgorithm: 'aws:kms',
      KMSMasterKeyID: `arn:aws:kms:us-east-1:${account}:key/1`,
      BucketKeyEnabled: true,
    },
  });
  const later = { ...declarationsOf(more), generation: 'generation-2' };
  expect(await lookUnder(later)).toEqual({ versioning: 'clean', encryption: 'proposed' });
});

import { DeleteBucketEncryptionCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Attempt } from '../../deploy/local/demo/act.js';
import { encryptionDeleted, kmsDowngraded } from '../../deploy/local/demo/acts/encryption.js';
import { publicPolicyRefused } from '../../deploy/local/demo/acts/policy.js';
import { gather } from '../../deploy/local/demo/finale.js';
import { play } from '../../deploy/local/demo/play.js';
import { complaints } from '../../deploy/local/demo/verdict.js';
import { unguarded } from './staged.js';

let theatre: Awaited<ReturnType<typeof unguarded>>;
beforeAll(async () => {
  theatre = await unguarded();
}, 120_000);
afterAll(() => theatre?.aws.stop());

it('says of what nobody put back that it was not put back', async () => {
  const { played, tried } = await play(theatre, [publicPolicyRefused, encryptionDeleted], [kmsDowngraded]);
  expect(played.map(({ act, ending }) => [act.name, ending])).toEqual([
    ['encryption-deleted', undefined],
    ['kms-downgraded', undefined],
  ]);
  expect(tried.map(({ errorCode }) => errorCode)).toEqual(['AccessDenied']);
  const told = theatre.told.join('');
  expect(told).toMatch(/✗ tries to open data-orders to the world +S3 refuses: AccessDenied/);
  expect(told).toMatch(/! not put back: encryption of data-orders +not found/);
  expect(told).not.toContain('✓');

  const wrong = complaints(await gather(theatre, played, tried));
  expect(wrong).toEqual([
    expect.stringContaining('encryption-deleted: encryption of data-orders was not put back. S3 shows'),
    expect.stringContaining('kms-downgraded'),
    // Nobody read the event of the attempt.
    expect.stringContaining("public-policy-refused: the ledger's time line does not show it"),
  ]);
});

it('complains of an attempt that S3 let through', async () => {
  const harmless: Attempt = {
    ...publicPolicyRefused,
    commit: ({ s3 }) => s3.send(new DeleteBucketEncryptionCommand({ Bucket: 'archive-2024' })),
  };
  const { tried } = await play(theatre, [harmless], []);
  expect(tried[0]?.errorCode).toBeUndefined();
  expect(complaints(await gather(theatre, [], tried))).toContain(
    'public-policy-refused: S3 answered yes instead of AccessDenied.',
  );
});

it('gives up at once when the controller has ended', async () => {
  const dead = {
    ...theatre,
    assertRunning() {
      throw new Error('The controller has ended');
    },
  };
  await expect(play(dead, [encryptionDeleted], [])).rejects.toThrow('The controller has ended');
});

import { describe, expect, it } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import type { Json } from '../../controller/domain/json.js';
import {
  account,
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  partner,
  surroundings,
  type Values,
} from './world.js';

const objects = 'arn:aws:s3:::heron-ledger/*';
const allowing = (principal: Json, action = 's3:GetObject'): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: action, Resource: objects }],
  });
const closing = { RestrictPublicBuckets: true, IgnorePublicAcls: true };
const own = JSON.parse(allowing({ AWS: account })) as Json;

/** Looks once in dry-run at a bucket of these documents, and tells what its incident about the aspect says. */
async function found(
  aspect: string,
  documents: Readonly<Record<string, unknown>>,
  values: Values,
  failing: readonly string[] = [],
) {
  const around = surroundings(documents);
  for (const operation of failing) around.s3.failing.set(operation, 'AccessDenied');
  const declarations = declarationsOf(baselineOf(values, { mode: 'dry-run' }), 'alert');
  const outcomes = await look(around, engineIn(around, { declarations }));
  const incident = around.ledger.all.find((one) => one.aspect === aspect);
  return { around, declarations, outcomes, incident };
}
const urgency = (incident: Incident | undefined) => [
  incident?.severity,
  incident?.exposure?.onPaper,
  incident?.exposure?.read,
  incident?.exposure?.write,
];

describe('an incident about what decides whom a bucket lets in', () => {
  // The policy of these worlds says "high".
  it('is critical if the world gets in', async () => {
    const { incident } = await found('bucketPolicy', { policy: allowing('*') }, { bucketPolicy: own });
    expect(urgency(incident)).toEqual(['critical', 'yes', 'yes', 'no']);
    expect(incident?.exposure?.because).toContain('Statement 0 allows everybody.');
  });

  it('is one level less urgent, and says so, if it is public on paper alone', async () => {
    const documents = { policy: allowing('*'), publicAccessBlock: closing };
    const { incident } = await found('bucketPolicy', documents, { bucketPolicy: own });
    expect(urgency(incident)).toEqual(['medium', 'yes', 'no', 'no']);
  });

  it('stays as urgent as its policy says for a share, whatever is blocked', async () => {
    const documents = { policy: allowing({ AWS: partner }), publicAccessBlock: closing };
    const { incident } = await found('bucketPolicy', documents, { bucketPolicy: own });
    expect(urgency(incident)).toEqual(['high', 'no', 'no', 'no']);
    expect(incident?.exposure?.outsiders).toEqual([partner]);
  });

  it('is not made graver by what is declared to be open', async () => {
    const site = JSON.parse(allowing('*')) as Json;
    const values = { bucketPolicy: site, ownershipControls: { ObjectOwnership: 'BucketOwnerEnforced' } };
    const reading = await found('ownershipControls', { policy: allowing('*') }, values);
    expect(urgency(reading.incident)).toEqual(['high', 'yes', 'yes', 'no']);
    const writing = await found('bucketPolicy', { policy: allowing('*', 's3:*') }, values);
    expect(urgency(writing.incident)).toEqual(['critical', 'yes', 'yes', 'yes']);
  });

  it('says what is not known, and makes no failure of it', async () => {
    const values = { publicAccessBlock: { RestrictPublicBuckets: true } };
    const { incident, outcomes, around } = await found(
      'publicAccessBlock',
      { publicAccessBlock: { RestrictPublicBuckets: false } },
      values,
      ['GetBucketPolicy', 'GetBucketAcl'],
    );
    expect(outcomes).toEqual({ publicAccessBlock: 'alerted' });
    expect(urgency(incident)).toEqual(['high', 'unknown', 'unknown', 'unknown']);
    expect(around.ledger.all).toHaveLength(1);
  });

  it('becomes graver while it is open, and never milder', async () => {
    const values = { bucketPolicy: own };
    const { around, declarations, incident } = await found(
      'bucketPolicy',
      { policy: allowing('*'), publicAccessBlock: closing },
      values,
    );
    expect(incident?.severity).toBe('medium');
    const again = async (): Promise<Incident | undefined> => {
      await look(around, engineIn(around, { declarations }));
      return around.ledger.all.find(({ id }) => id === incident?.id);
    };
    around.bucket.documents.delete('publicAccessBlock');
    expect(urgency(await again())).toEqual(['critical', 'yes', 'yes', 'no']);
    around.bucket.documents.set('publicAccessBlock', closing);
    expect(urgency(await again())).toEqual(['critical', 'yes', 'no', 'no']);
  });
});

it('nothing more is read for an aspect that lets nobody in', async () => {
  const { incident } = await found(
    'versioning',
    { policy: allowing('*') },
    { versioning: { Status: 'Enabled' } },
  );
  expect(incident?.severity).toBe('high');
  expect(incident?.exposure).toBeUndefined();
});

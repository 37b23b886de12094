import { randomStream } from '../../deploy/local/random.js';

/** One message of a stranger, and where it has to end: as unreadable in the dead-letter queue, or read and passed over. */
export interface Garbage {
  readonly body: string;
  readonly end: 'dead' | 'passed';
}

const envelope = (detail: unknown): string =>
  JSON.stringify({ version: '0', 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.s3', detail });

const record = (changes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  eventVersion: '1.11',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketPolicy',
  eventTime: '2026-01-01T00:00:00Z',
  eventID: '00000000-0000-4000-8000-000000000000',
  awsRegion: 'us-east-1',
  readOnly: false,
  recipientAccountId: '111122223333',
  userIdentity: {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::111122223333:assumed-role/snapback-controller/local',
  },
  requestParameters: {
    bucketName: 'data-02',
    bucketPolicy: { Statement: [{ Effect: 'Allow', Principal: '*' }] },
  },
  ...changes,
});

const recheck = (changes: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({
    snapback: 'recheck',
    version: 1,
    target: 'aws/111122223333/bucket/data-02',
    aspects: 'all',
    round: 2,
    signals: [{ kind: 'recheck', at: '2026-01-01T00:00:00Z' }],
    ...changes,
  });

type Random = () => number;
const anything = (random: Random): string =>
  Array.from({ length: 40 }, () => String.fromCharCode(33 + Math.floor(random() * 90))).join('');

/** The sorts of garbage: each makes one message from chance. */
const sorts: readonly ((random: Random) => Garbage)[] = [
  (random) => ({ body: anything(random), end: 'dead' }),
  () => ({ body: '[[[[null]]]]', end: 'dead' }),
  (random) => ({ body: JSON.stringify({ [anything(random)]: random() }), end: 'dead' }),
  () => ({ body: envelope('not a record'), end: 'dead' }),
  () => ({ body: envelope(record({ eventTime: 'yesterday' })), end: 'dead' }),
  () => ({ body: envelope(record({ readOnly: 'perhaps' })), end: 'dead' }),
  () => ({ body: envelope(record({ requestParameters: { bucketName: '../data-03' } })), end: 'dead' }),
  () => ({ body: envelope(record({ requestParameters: { bucketName: { $ne: '' } } })), end: 'dead' }),
  () => ({ body: envelope(record({ recipientAccountId: '1111' })), end: 'dead' }),
  () => ({
    body: `{"__proto__":{"snapback":"recheck","isAdmin":true},"constructor":{"prototype":{"snapback":1}}}`,
    end: 'dead',
  }),
  () => ({ body: recheck({ target: 'aws/111122223333/bucket/../../etc' }), end: 'dead' }),
  () => ({ body: recheck({ round: -1 }), end: 'dead' }),
  () => ({ body: recheck({ signals: [{ kind: 'event', call: '__proto__' }] }), end: 'dead' }),
  // Well-formed, and a lie or none of our business: at most a look.
  (random) => ({
    body: envelope(record({ eventID: `forged-${Math.floor(random() * 1e9)}` })),
    end: 'passed',
  }),
  () => ({
    body: envelope(
      record({
        eventTime: '2999-01-01T00:00:00Z',
        requestParameters: { bucketName: 'data-03', ['__proto__']: 1 },
      }),
    ),
    end: 'passed',
  }),
  () => ({ body: envelope(record({ recipientAccountId: '999988887777' })), end: 'passed' }),
  () => ({
    body: envelope(record({ requestParameters: { bucketName: '../data-03' }, errorCode: 'NoSuchBucket' })),
    end: 'passed',
  }),
  () => ({ body: envelope(record({ eventSource: 'iam.amazonaws.com' })), end: 'passed' }),
  () => ({ body: envelope(record({ requestParameters: { bucketName: 'payroll' } })), end: 'passed' }),
  () => ({ body: JSON.stringify({ 'detail-type': 'Object Created', detail: {} }), end: 'passed' }),
  () => ({ body: recheck({ round: 9 }), end: 'passed' }),
  () => ({ body: recheck({ target: 'aws/999988887777/bucket/data-02' }), end: 'passed' }),
  () => ({
    body: recheck({ target: 'aws/111122223333/bucket/data-03', aspects: ['nonsense'] }),
    end: 'passed',
  }),
];

/** So many messages, the same for the same seed; a few of them as long as a message can be. */
export function garbage(count: number, seed: number): readonly Garbage[] {
  const random = randomStream(seed, 'garbage');
  return Array.from({ length: count }, (_, place) => {
    const sort = sorts[place % sorts.length];
    if (sort === undefined) throw new Error('no sort of garbage');
    const one = sort(random);
    return place % 200 === 0 ? { body: JSON.stringify({ long: 'x'.repeat(200_000) }), end: 'dead' } : one;
  });
}

import { LookupEventsCommand, type LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalCredentials } from '../../deploy/local/principals.js';
import { type LocalAws, startLocalAws } from '../../deploy/local/start.js';
import { clientsOf } from './gateway-clients.js';
import { stubS3 } from './gateway-stub-s3.js';

const [home, away] = ['111122223333', '444455556666'] as const;
let at = new Date('2026-11-21T10:00:00.750Z');
let aws: LocalAws;
const user = (name: string): LocalCredentials => ({
  accessKeyId: `AKIA${home}${name}`,
  secretAccessKey: 'x',
});

const lookup = (input: LookupEventsCommandInput, account: string = home, region?: string) =>
  clientsOf(aws.endpoint, aws.credentialsFor(account), region).cloudtrail.send(
    new LookupEventsCommand(input),
  );

beforeAll(async () => {
  aws = await startLocalAws({
    accounts: [home, away],
    s3: stubS3,
    clock: { now: () => at, sleep: async () => undefined },
  });
  const put = (Bucket: string, credentials: LocalCredentials) =>
    clientsOf(aws.endpoint, credentials).s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{}' }));
  for (let n = 0; n < 7; n += 1) {
    await put(`bucket-${n % 2}`, user(n < 4 ? 'alice' : 'bob'));
    at = new Date(at.getTime() + 60_000);
  }
  await put('bucket-9', aws.credentialsFor(home, 'snapback-writer'));
});
afterAll(() => aws.stop());

describe('LookupEvents', () => {
  it('tells the newest first, with the whole record', async () => {
    const { Events = [] } = await lookup({});
    expect(Events).toHaveLength(8);
    expect(Events[0]).toMatchObject({ EventName: 'PutBucketPolicy', Username: 'local', ReadOnly: 'false' });
    expect(Events.at(-1)).toMatchObject({
      Username: 'alice',
      EventTime: new Date('2026-11-21T10:00:00Z'),
      EventSource: 's3.amazonaws.com',
      Resources: [{ ResourceType: 'AWS::S3::Bucket', ResourceName: 'bucket-0' }],
    });
    expect(JSON.parse(Events.at(-1)?.CloudTrailEvent ?? '')).toEqual(aws.world.events[0]);
  });

  it.each([
    ['ResourceName', 'bucket-1', 3],
    ['Username', 'bob', 3],
    ['EventName', 'PutBucketPolicy', 8],
    ['EventName', 'DeleteBucketPolicy', 0],
  ] as const)('finds by %s %s', async (AttributeKey, AttributeValue, found) => {
    const { Events } = await lookup({ LookupAttributes: [{ AttributeKey, AttributeValue }] });
    expect(Events).toHaveLength(found);
  });

  it('finds within a time, both ends included', async () => {
    const [StartTime, EndTime] = [new Date('2026-11-21T10:01:00Z'), new Date('2026-11-21T10:03:00Z')];
    expect((await lookup({ StartTime, EndTime })).Events).toHaveLength(3);
  });

  it('pages without loss or repetition, also when records come in between', async () => {
    const ids: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await lookup({ MaxResults: 3, ...(NextToken === undefined ? {} : { NextToken }) });
      ids.push(...(page.Events ?? []).map(({ EventId }) => EventId));
      NextToken = page.NextToken;
      if (ids.length === 3)
        await clientsOf(aws.endpoint, user('eve')).s3.send(
          new PutBucketPolicyCommand({ Bucket: 'b', Policy: '{}' }),
        );
    } while (NextToken !== undefined);
    const known = aws.world.events.slice(0, 8).map(({ eventID }) => eventID);
    expect(ids).toEqual(known.reverse());
  });

  it('shows no account the records of another, nor a region those of another', async () => {
    expect((await lookup({}, away)).Events).toEqual([]);
    expect((await lookup({}, home, 'eu-west-1')).Events).toEqual([]);
  });

  it('refuses a token that it did not issue, and other calls', async () => {
    await expect(lookup({ NextToken: 'made-up' })).rejects.toMatchObject({
      name: 'InvalidNextTokenException',
    });
    await expect(lookup({ MaxResults: 51 })).rejects.toMatchObject({ name: 'InvalidMaxResultsException' });
  });
});

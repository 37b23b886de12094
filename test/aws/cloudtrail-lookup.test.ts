import { afterEach, describe, expect, it, vi } from 'vitest';
import { cloudTrailLookup } from '../../controller/aws/cloudtrail-lookup.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { reply, serve, type TestServer } from './http-server.js';
import { bucket, clientSettings, pointSdkAt, shortTimeouts, wholeAccount } from './over-http.js';
import { realClock } from './real-clock.js';

let server: TestServer | undefined;

afterEach(async () => {
  vi.unstubAllEnvs();
  await server?.stop();
});

interface Told {
  readonly id: string;
  readonly call: string;
  readonly minute: number;
  readonly readOnly?: boolean;
  readonly errorCode?: string;
}

const told = ({ id, call, minute, readOnly = false, errorCode }: Told): object => ({
  EventId: id,
  EventName: call,
  EventTime: Date.UTC(2026, 0, 31, 12, minute) / 1_000,
  ReadOnly: String(readOnly),
  CloudTrailEvent: JSON.stringify({
    readOnly,
    ...(errorCode === undefined ? {} : { errorCode }),
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${id}` },
    sourceIPAddress: '203.0.113.7',
  }),
});

/** CloudTrail with these pages for every question, newest first as it promises. */
async function withTrail(pages: readonly (readonly object[])[], clock = realClock) {
  server = await serve(({ body }, response) => {
    const { NextToken: token = '0' } = JSON.parse(body);
    const page = Number(token);
    const next = page + 1 < pages.length ? { NextToken: String(page + 1) } : {};
    reply(response, 200, JSON.stringify({ Events: pages[page] ?? [], ...next }), {
      'content-type': 'application/x-amz-json-1.1',
    });
  });
  pointSdkAt(`http://127.0.0.1:${server.port}`);
  const settings = { ...clientSettings(shortTimeouts), clock, random: () => 0, regionOf: () => 'eu-west-1' };
  return { server, lookup: cloudTrailLookup(settings) };
}

const from = '2026-01-31T12:00:00.000Z';
const to = '2026-01-31T13:00:00.000Z';
const calls = ['PutBucketAcl', 'PutBucketPolicy'];

describe('the actor of a change', () => {
  it('is who made the newest of the calls that S3 carried out', async () => {
    const { server, lookup } = await withTrail([
      [
        told({ id: 'other', call: 'PutBucketTagging', minute: 9 }),
        told({ id: 'refused', call: 'PutBucketAcl', minute: 8, errorCode: 'AccessDenied' }),
        told({ id: 'reader', call: 'PutBucketAcl', minute: 7, readOnly: true }),
        { EventId: 'junk', EventName: 'PutBucketAcl', EventTime: 1, CloudTrailEvent: '{' },
      ],
      [
        told({ id: 'eve', call: 'PutBucketAcl', minute: 6 }),
        told({ id: 'old', call: 'PutBucketPolicy', minute: 5 }),
      ],
    ]);
    expect(await lookup.whoChanged(bucket, calls, from, to)).toEqual({
      kind: 'known',
      actor: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/eve', sourceIp: '203.0.113.7' },
      call: 'PutBucketAcl',
      event: 'eve',
      at: '2026-01-31T12:06:00.000Z',
      confirmed: true,
    });
    expect(JSON.parse(server.arrived[0]?.body ?? '{}')).toMatchObject({
      LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: 'ledger-bucket' }],
      StartTime: Date.parse(from) / 1_000,
      EndTime: Date.parse(to) / 1_000,
    });
    expect(server.arrived[0]?.region).toBe('eu-west-1');
  });

  it('is asked for by call where the change is in no bucket', async () => {
    const { server, lookup } = await withTrail([[told({ id: 'eve', call: 'PutBucketAcl', minute: 6 })]]);
    expect(await lookup.whoChanged(wholeAccount, calls, from, to)).toMatchObject({ event: 'eve' });
    expect(server.arrived.map(({ body }) => JSON.parse(body).LookupAttributes)).toEqual(
      calls.map((call) => [{ AttributeKey: 'EventName', AttributeValue: call }]),
    );
  });

  it('is unknown if CloudTrail knows of no such call', async () => {
    const { lookup } = await withTrail([[told({ id: 'other', call: 'PutBucketTagging', minute: 9 })]]);
    expect(await lookup.whoChanged(bucket, calls, from, to)).toMatchObject({ kind: 'unknown' });
  });

  it('is unknown, with the reason, if CloudTrail cannot be asked', async () => {
    server = await serve((_request, response) =>
      reply(response, 400, '{"__type":"AccessDeniedException","message":"no"}'),
    );
    pointSdkAt(`http://127.0.0.1:${server.port}`);
    const settings = { ...clientSettings(), clock: realClock, random: () => 0, regionOf: () => 'eu-west-1' };
    expect(await cloudTrailLookup(settings).whoChanged(bucket, calls, from, to)).toEqual({
      kind: 'unknown',
      reason: 'CloudTrail could not be asked: AccessDeniedException: no',
    });
  });

  it('is asked for twice a second at most', async () => {
    const clock = new FakeClock();
    const { server, lookup } = await withTrail([[], [], []], clock);
    const ended = lookup.whoChanged(bucket, calls, from, to);
    const arrivals = async (count: number): Promise<void> => {
      await vi.waitFor(() => expect(server.arrived).toHaveLength(count));
      await realClock.sleep(50);
      expect(server.arrived).toHaveLength(count);
    };
    await arrivals(1);
    await clock.advance(499);
    await arrivals(1);
    await clock.advance(1);
    await arrivals(2);
    await clock.advance(500);
    expect(await ended).toMatchObject({ kind: 'unknown' });
    expect(server.arrived).toHaveLength(3);
  });
});

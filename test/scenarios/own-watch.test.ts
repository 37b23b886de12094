import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import { typing } from '../cli/typed.js';
import { bucketOf, untilIncidents } from '../rig/book.js';
import { enrol } from '../rig/enrol.js';
import { account, dataBaseline, namesOf } from '../rig/fleet.js';
import { driftNamed, plant, untilHealed } from '../rig/plant.js';
import { type Rig, startRig } from '../rig/rig.js';

const names = namesOf(1);
const [name = ''] = names;
const arn = `arn:aws:cloudtrail:us-east-1:${account}:trail/org`;
let rig: Rig;

beforeAll(async () => {
  rig = await startRig(dataBaseline, { around: { SNAPBACK_OWN_RESOURCES: arn } });
  await enrol(rig, names, { drop: 1 });
  await rig.start({ scanEvery: '1h' });
});
afterAll(() => rig.stop());

const send = (body: unknown) =>
  rig.intruder.sqs.send(
    new SendMessageCommand({ QueueUrl: rig.aws.queueUrl, MessageBody: JSON.stringify(body) }),
  );

test('a finding of GuardDuty has a bucket looked at whose event was lost, and what is wrong is read', async () => {
  await plant(rig, name, driftNamed('shares with a foreign account'));
  await send({
    'detail-type': 'GuardDuty Finding',
    source: 'aws.guardduty',
    time: '2026-01-31T11:59:00Z',
    detail: {
      accountId: account,
      resource: { resourceType: 'S3Bucket', s3BucketDetails: [{ arn: `arn:aws:s3:::${name}`, name }] },
    },
  });
  await untilHealed(rig, names);
  const ofBucket = (all: readonly Incident[]) => all.filter((one) => bucketOf(one) === name);
  const [incident, ...others] = ofBucket(
    await untilIncidents(rig, (all) => ofBucket(all).some(({ status }) => status === 'closed')),
  );
  expect(others).toEqual([]);
  expect(incident).toMatchObject({ aspect: 'bucketPolicy', outcome: 'reverted', channel: 'finding' });
  expect(incident?.who.kind).toBe('unknown');
});

test('whoever stops our trail is told of, nothing is written, and a person closes it', async () => {
  const { world } = rig.aws;
  const before = world.calls.mutationsByController.length;
  const stopped = {
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.cloudtrail',
    detail: {
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      eventTime: '2026-01-01T00:00:00Z',
      eventID: '00000000-0000-4000-8000-000000000001',
      awsRegion: 'us-east-1',
      readOnly: false,
      recipientAccountId: account,
      userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/eve`, accountId: account },
      requestParameters: { name: 'org' },
    },
  };
  await send(stopped);
  await send(stopped);
  const told = (
    await untilIncidents(rig, (all) =>
      all.some(({ finding, outbox }) => finding === 'tampering' && outbox.length === 0),
    )
  ).filter(({ finding }) => finding === 'tampering');
  expect(told).toMatchObject([
    { target: { kind: 'account', account }, severity: 'critical', status: 'open' },
  ]);
  expect(bucketOf(told[0] ?? expect.fail())).toBe('account');
  expect(world.calls.mutationsByController.length).toBe(before);

  const type = typing(rig);
  const id = told[0]?.id ?? '';
  expect(await type('acknowledge', id)).toMatchObject({ code: 1, err: expect.stringContaining('--reason') });
  expect(await type('acknowledge', id, '--reason', 'moved, and logs again')).toMatchObject({ code: 0 });
  expect(await type('acknowledge', id, '--reason', 'again')).toMatchObject({
    code: 1,
    err: expect.stringContaining('closed already'),
  });
  expect((await type('incident', id)).out).toContain('Acknowledged: moved, and logs again');
});

import {
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { untilIncidents } from '../rig/book.js';
import { account, createFleet, foreigner } from '../rig/fleet.js';
import { untilScans } from '../rig/passes.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';

const Bucket = 'data-01';
const partner = '222233334444';
const baseline = `
name: data
select:
  buckets: ['data-*']
aspects:
  bucketPolicy:
    rules:
      forbid: [public, externalAccounts, aclWrite]
      externalAccounts: ['${partner}']
      require:
        - template: tlsOnly
`;

type Statement = Readonly<Record<string, unknown>>;
const objects = `arn:aws:s3:::${Bucket}/*`;
const tls = (sid: string): Statement => ({
  Sid: sid,
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [`arn:aws:s3:::${Bucket}`, objects],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});
const root = (id: string): string => `arn:aws:iam::${id}:root`;
const reading: Statement = {
  Sid: 'Partner',
  Effect: 'Allow',
  Principal: { AWS: root(partner) },
  Action: 's3:GetObject',
  Resource: objects,
};
const writing: Statement = {
  Sid: 'Us',
  Effect: 'Allow',
  Principal: { AWS: [root(account)] },
  Action: ['s3:PutObject'],
  Resource: objects,
};
const keeping: Statement = {
  Sid: 'Keep',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:DeleteObject',
  Resource: objects,
};
const hostile: Statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: objects };

const textOf = (...statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Id: 'team', Statement: statements });
const owners = [tls('TeamTls'), reading, keeping, writing];
let rig: Rig;

beforeAll(async () => {
  rig = await startRig(baseline);
  await createFleet(rig.intruder.s3, [Bucket]);
  await rig.onboard();
  await rig.start();
});
afterAll(() => rig.stop());

const put = (...statements: readonly Statement[]) =>
  rig.intruder.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: textOf(...statements) }));
const statementsNow = async (): Promise<readonly Statement[]> => {
  const { Policy: text = '{}' } = await rig.intruder.s3.send(new GetBucketPolicyCommand({ Bucket }));
  return JSON.parse(text).Statement;
};
const calls = (from = 0): readonly string[] =>
  rig.aws.world.calls.mutationsByController.slice(from).map(({ operation }) => operation);

test('an owner may write his policy as he likes, as long as it keeps the rules', async () => {
  const before = calls().length;
  await put(...owners);
  await untilScans(rig, 2);
  expect(await statementsNow()).toEqual(owners);
  expect(calls(before)).toEqual([]);
  expect(await untilIncidents(rig, () => true)).toEqual([]);
});

test('what breaks a rule goes, and every statement of the owner survives', async () => {
  await rig.intruder.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  const before = calls().length;
  await put(
    hostile,
    tls('TeamTls'),
    { ...reading, Principal: { AWS: [root(foreigner), root(partner)] } },
    keeping,
    { ...writing, Action: ['s3:PutObject', 's3:PutObjectAcl'] },
  );
  expect(rig.aws.world.oracle.grants(Bucket)).toContain('world:read');
  const [incident, ...others] = await untilIncidents(rig, ([first]) => first?.status === 'closed');
  expect(others).toEqual([]);
  expect([incident?.aspect, incident?.outcome]).toEqual(['bucketPolicy', 'reverted']);
  expect(incident?.fields.map(({ path }) => path)).toEqual([
    'Statement[0] breaks externalAccounts',
    'Statement[0] breaks public',
    'Statement[2] (Partner) breaks externalAccounts',
    'Statement[4] (Us) breaks aclWrite',
  ]);
  expect(await statementsNow()).toEqual([
    tls('TeamTls'),
    { ...reading, Principal: { AWS: [root(partner)] } },
    keeping,
    writing,
  ]);
  await untilScans(rig, 2);
  expect(calls(before)).toEqual(['PutBucketPolicy']);
  expect(rig.aws.world.oracle.grants(Bucket)).toEqual([`account:${partner}:read`]);
});

test('a deleted policy leaves what is required, since the rules ask for no more', async () => {
  await rig.intruder.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  await until(
    () => statementsNow().catch(() => []),
    ({ length }) => length > 0,
    15_000,
  );
  expect(await statementsNow()).toEqual([tls('TlsOnly')]);
  await untilIncidents(rig, (all) => all.length === 2 && all.every(({ status }) => status === 'closed'));
  expect(rig.aws.world.oracle.violations).toEqual([]);
});

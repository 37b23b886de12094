// biome-ignore-all lint/suspicious/noTemplateCurlyInString: baselines and policies have variables of their own.
import { bucketPolicy } from '../../controller/aspects/bucket-policy.js';
import { canonicalText } from '../../controller/domain/canonical.js';
import { TerminalError } from '../../controller/domain/errors.js';
import { readPolicy } from '../../controller/exposure/policy-text.js';
import { verdictOn } from '../../controller/exposure/verdict.js';
import type { Random } from '../../deploy/local/random.js';
import { hostileJson, mutated, nested, noise } from './hostile.js';
import { must, type Subject } from './subject.js';

const target = { kind: 'bucket', partition: 'aws', account: '111122223333', name: 'data' } as const;
const sound = JSON.stringify({
  Version: '2012-10-17',
  Id: 'p',
  Statement: [
    {
      Sid: 'Tls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::data', 'arn:aws:s3:::data/*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Effect: 'Allow',
      Principal: {
        AWS: ['arn:aws:iam::444455556666:root', 'AROAEXAMPLE'],
        Service: 'logging.s3.amazonaws.com',
      },
      NotAction: ['s3:Put*', 's3:?et*'],
      Resource: 'arn:aws:s3:::data/${aws:username}/*',
      Condition: {
        'ForAnyValue:StringLikeIfExists': { 'aws:PrincipalOrgID': ['o-1', '*'] },
        IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '::/0', '0.0.0.0/0'] },
        NumericLessThan: { 's3:max-keys': 10 },
      },
    },
  ],
});
const words = [
  ...['Version', 'Statement', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource'],
  ...[
    'NotResource',
    'Condition',
    'AWS',
    'CanonicalUser',
    'Federated',
    'StringEquals',
    'aws:SourceIp',
    'Null',
  ],
];
const fragments = [
  ...['"', ',', ':', '{', '}', '[', ']', '\\', '*', '?', '*'.repeat(50), '"Allow"', '"*"', '1e999', '/129'],
  ...['"__proto__":{"Effect":"Allow"},', '"Effect":"Allow",', '"Statement":[],', '${', '0.0.0.0/', 'AROA'],
  ...['\u0000', '\ud800', '"ForAllValues:', 'IfExists', '\\u0041', '[]', 'null', '-1', '9'.repeat(40)],
];

/** The text of a bucket policy, as S3 gives it back: read, judged, and brought into its form. */
export const policySubject: Subject = {
  name: 'policy',
  input(random: Random) {
    const kind = random();
    if (kind < 0.7) return mutated(random, sound, fragments);
    if (kind < 0.9) return `{"Statement":${hostileJson(random, words)}}`;
    if (kind < 0.999) return noise(random, 40);
    return `{"Version":"2012-10-17","Statement":${nested(random)}}`;
  },
  async check(text) {
    const read = readPolicy(text);
    const given = {
      ...{ ownerAccount: target.account, ownerCanonicalId: null, bucket: target.name, acl: null },
      ...{ bucketPab: null, accountPab: null, ownership: 'BucketOwnerEnforced', policy: text },
    };
    const verdict = verdictOn(given);
    if ('unreadable' in read) {
      must(read.unreadable.length > 0, 'an unreadable policy says why');
      must(verdict.policyPublic && verdict.effectivelyPublic.write, 'what cannot be read counts as public');
    } else {
      must(
        canonicalText(verdictOn({ ...given, policy: read.document })) === canonicalText(verdict),
        'a document and its text are judged alike',
      );
    }
    const state = await stateOf(text);
    must((state === undefined) === 'unreadable' in read, 'the aspect reads what the analyser reads');
    if (state === undefined) return;
    const once = bucketPolicy.canonical(state as never, target);
    must(
      canonicalText(once) === canonicalText(bucketPolicy.canonical(state as never, target)),
      'one form each',
    );
  },
};

/** What the aspect reads; nothing if it says that nobody can. */
async function stateOf(text: string): Promise<unknown> {
  try {
    const reader = { read: async () => ({ output: { Policy: text } }) };
    return (await bucketPolicy.read(reader as never, target)).state;
  } catch (error) {
    if (error instanceof TerminalError && error.message.length > 0) return undefined;
    throw error;
  }
}

import { parseMessage } from '../../controller/runtime/cloudtrail.js';
import type { Random } from '../../deploy/local/random.js';
import { enrolment, envelope, record } from '../runtime/samples.js';
import { hostileJson, mutated, nested, noise } from './hostile.js';
import { must, type Subject } from './subject.js';

const sound = JSON.stringify(envelope());
const words = [...Object.keys(envelope()), ...Object.keys(record()), 'bucketName', 'Host', 'arn', 'snapback'];
const fragments = [
  ...[
    '"',
    ',',
    ':',
    '{',
    '}',
    '[',
    ']',
    '\\',
    '../',
    '"bucketName":{"$ne":""},',
    '1e999',
    'null',
    '[[[[]]]]',
  ],
  ...['"__proto__":{"recipientAccountId":"111122223333"},', '"constructor":{"prototype":{"a":1}},', '\u0000'],
  ...[
    '\ud800',
    '"readOnly":true,',
    '"eventTime":"2999-12-31T23:59:60Z",',
    '"errorCode":"AccessDenied",',
    '999',
  ],
  ...[
    '"snapback":"recheck",',
    '"resources":[{"ARN":"arn:aws:s3:::x"}],',
    '"eventSource":"iam.amazonaws.com",',
  ],
];
const kinds = ['change', 'attempt', 'recheck', 'finding', 'tampering', 'notOurs', 'malformed'];
const enrolled = ['111122223333', '444455556666'];

/** A message of the event queue. */
export const eventSubject: Subject = {
  name: 'cloudtrail',
  input(random: Random) {
    const kind = random();
    if (kind < 0.6) return mutated(random, sound, fragments);
    if (kind < 0.95)
      return `{"detail-type":"AWS API Call via CloudTrail","detail":${hostileJson(random, words)}}`;
    if (kind < 0.999) return noise(random, 40);
    return `{"detail-type":"AWS API Call via CloudTrail","detail":${nested(random)}}`;
  },
  check(text) {
    const message = parseMessage(text, enrolment);
    must(kinds.includes(message.kind), 'a message is of a kind that is known');
    if ('reason' in message) must(/^[\w ,.'-]+$/.test(message.reason), 'a reason is words of our own');
    const target = message.kind === 'change' ? message.target : undefined;
    if (target === undefined) return;
    must(enrolled.includes(target.account), 'only enrolled accounts');
    must(target.kind === 'account' || /^[a-z0-9._-]{3,63}$/i.test(target.name), 'a bucket has a name');
  },
};

import { describe, expect, it } from 'vitest';
import {
  failureName,
  failureStatus,
  isBrokenConnection,
  isDenied,
  isGone,
  isNotApplicable,
  isThrottle,
  isTransient,
  readFailure,
} from '../../controller/domain/failure.js';

const answer = (name: string, status: number): Error =>
  Object.assign(new Error(`${name}.`), { name, $metadata: { httpStatusCode: status } });
const broken = (code: string): Error => Object.assign(new Error(code), { code });

/** What a failure is: each judgement that says yes. */
const kinds = (error: unknown): readonly string[] =>
  Object.entries({ isBrokenConnection, isDenied, isGone, isNotApplicable, isThrottle, isTransient })
    .filter(([, judge]) => judge(error))
    .map(([kind]) => kind);

describe('failures', () => {
  it.each<[string, number, readonly string[]]>([
    ['AccessDenied', 403, ['isDenied']],
    ['Unknown', 403, ['isDenied']],
    ['ExpiredToken', 400, ['isDenied']],
    ['SlowDown', 503, ['isThrottle', 'isTransient']],
    ['Unknown', 503, ['isThrottle', 'isTransient']],
    ['ThrottlingException', 400, ['isThrottle', 'isTransient']],
    ['Unknown', 429, ['isThrottle', 'isTransient']],
    ['InternalError', 500, ['isTransient']],
    ['Unknown', 502, ['isTransient']],
    ['RequestTimeout', 400, ['isTransient']],
    ['OperationAborted', 409, ['isTransient']],
    ['NoSuchBucket', 404, ['isGone']],
    ['NotFound', 404, ['isGone']],
    ['MethodNotAllowed', 405, ['isNotApplicable']],
    ['UnsupportedArgument', 400, ['isNotApplicable']],
    ['NotImplemented', 501, ['isNotApplicable']],
    ['NoSuchBucketPolicy', 404, []],
    ['InvalidBucketState', 409, []],
    ['MalformedXML', 400, []],
    ['PermanentRedirect', 301, []],
  ])('%s %i is judged', (name, status, expected) => {
    expect(kinds(answer(name, status))).toEqual(expected);
  });

  it.each(['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN'])(
    '%s without an answer leaves open whether the call was carried out',
    (code) => {
      expect(kinds(broken(code))).toEqual(['isBrokenConnection', 'isTransient']);
      expect(kinds({ ...broken(code), $metadata: { httpStatusCode: 400 } })).toEqual([]);
    },
  );

  it('judges nothing that is no error', () => {
    for (const junk of [undefined, null, 'SlowDown', 7, {}, new Error('x')]) expect(kinds(junk)).toEqual([]);
  });

  it('tells name, message and status, cut and safe to show', () => {
    expect(readFailure(answer('AccessDenied', 403))).toEqual({
      name: 'AccessDenied',
      message: 'AccessDenied.',
      status: 403,
    });
    const { message } = readFailure(new Error(`a\nb${'x'.repeat(5_000)}`));
    expect(message.startsWith('a\\u000ab')).toBe(true);
    expect(message).toHaveLength(1024);
    expect(readFailure('text')).toEqual({ name: 'Unknown', message: 'text' });
    expect(readFailure(undefined)).toEqual({ name: 'Unknown', message: 'no message' });
    expect([failureName(null), failureStatus({ $metadata: 'x' })]).toEqual(['', undefined]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Message, parseMessage } from '../../controller/runtime/cloudtrail.js';
import { enrolment, envelope, record } from './samples.js';

const parse = (body: unknown): Message => parseMessage(JSON.stringify(body), enrolment);

const kinds = ['change', 'attempt', 'recheck', 'notOurs', 'malformed'];

/** Members of envelopes and records, so that chance hits the places that matter. */
const paths = [
  ...Object.keys(envelope()),
  ...Object.keys(record()).map((member) => `detail.${member}`),
].concat(['detail.requestParameters.bucketName', 'detail.resources.0.ARN', 'detail.userIdentity.accountId']);

function replaced(body: unknown, path: string, value: unknown): unknown {
  const copy: unknown = structuredClone(body);
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const place = steps.reduce<unknown>((at, step) => Reflect.get(Object(at), step), copy);
  Reflect.set(Object(place), last, value);
  return copy;
}

describe('the parser, whatever comes', () => {
  it('never throws on any text or JSON', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(kinds).toContain(parseMessage(text, enrolment).kind);
      }),
    );
  });

  it('never throws on a changed envelope, and never gives a target that is not enrolled', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.string(),
      fc.constantFrom('../', '999999999999', undefined, {}),
    );
    const change = fc.tuple(fc.constantFrom(...paths), value);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const body = changes.reduce<unknown>((before, [path, to]) => replaced(before, path, to), envelope());
        const message = parse(body);
        expect(kinds).toContain(message.kind);
        if (message.kind === 'change') {
          expect(['111122223333', '444455556666']).toContain(message.target.account);
          expect(message.event.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

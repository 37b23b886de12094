import { expect, it } from 'vitest';
import { takeIn } from '../../controller/runtime/intake.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { at, bucket, enrolment, envelope } from './samples.js';

const body = JSON.stringify(
  envelope({
    eventName: 'PutAccessPointPolicy',
    requestParameters: { name: 'reports' },
    resources: undefined,
  }),
);
const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function taken(found: string | undefined, selected = true) {
  const noted: string[] = [];
  const intake = await takeIn(body, {
    ...enrolment,
    ledger: {
      noteEvent: async (target) => void noted.push(target.kind === 'bucket' ? target.name : ''),
      noteAttempt: () => Promise.resolve(),
    },
    clock: new FakeClock(at),
    log: silent,
    isSelected: () => selected,
    bucketOfPoint: async ({ name, region }) =>
      name === 'reports' && region === 'eu-west-1' && found !== undefined ? bucket(found) : undefined,
  });
  return { intake, noted };
}

it('a call on the policy of an access point makes its bucket be looked at', async () => {
  const { intake, noted } = await taken('invoices');
  expect(intake).toMatchObject({
    kind: 'look',
    looks: [{ target: bucket('invoices'), region: 'eu-west-1' }],
  });
  expect(noted).toEqual(['invoices']);
});

it.each([
  ['of a point that is gone', undefined, true],
  ['of a bucket that nobody selects', 'invoices', false],
] as const)('a call on the policy %s is passed over', async (_what, found, selected) => {
  expect(await taken(found, selected)).toEqual({ intake: { kind: 'done' }, noted: [] });
});

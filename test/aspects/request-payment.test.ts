import { expect, it } from 'vitest';
import { requestPayment } from '../../controller/aspects/request-payment.js';
import type { Json } from '../../controller/domain/json.js';
import { block, situationOf } from './access-situation.js';

const write = (payer: string, publicAccessBlock: Json) =>
  requestPayment.write(
    situationOf('requestPayment', {
      found: {
        requestPayment: { Payer: payer === 'Requester' ? 'BucketOwner' : 'Requester' },
        publicAccessBlock,
      },
      wanted: { requestPayment: { Payer: payer } },
      repairs: ['requestPayment'],
    }),
  );

it.each<[string, string, Json]>([
  ['opens where the nameless are only kept out by the price', 'open', block(false)],
  ['opens where nothing is blocked', 'open', null],
  ['opens where public ACLs count', 'open', block(true, { IgnorePublicAcls: false })],
  ['opens where public policies count', 'open', block(true, { RestrictPublicBuckets: false })],
  ['opens nothing where everybody without a name is blocked', 'restore', block(true)],
])('letting the owner pay again %s', (_name, effect, publicAccessBlock) => {
  expect(write('BucketOwner', publicAccessBlock)).toMatchObject([
    {
      operation: 'PutBucketRequestPayment',
      input: { RequestPaymentConfiguration: { Payer: 'BucketOwner' } },
      effect,
    },
  ]);
});

it('letting whoever asks pay again opens nothing', () => {
  expect(write('Requester', null)).toMatchObject([
    { input: { RequestPaymentConfiguration: { Payer: 'Requester' } }, effect: 'restore' },
  ]);
});

import { describe, expect, it } from 'vitest';
import { cors } from '../../controller/aspects/cors.js';
import type { Json } from '../../controller/domain/json.js';
import { compare } from '../../controller/engine/compare.js';
import { account, bucket, situationOf } from './access-situation.js';

const reads = { AllowedMethods: ['GET'], AllowedOrigins: ['https://app.example.com'] };
const everybody = { AllowedMethods: ['GET', 'PUT'], AllowedOrigins: ['*'] };
const write = (found: Json, wanted: Json) =>
  cors.write(situationOf('cors', { found: { cors: found }, wanted: { cors: wanted }, repairs: ['cors'] }));
const fields = (wanted: Json, live: Json) =>
  compare('cors', { kind: 'value', value: wanted }, { kind: 'observed', state: live }, bucket);

describe('CORS rules', () => {
  it('are put over what is there, in one call', () => {
    expect(write([everybody], [reads])).toEqual([
      {
        id: 'cors.put',
        aspect: 'cors',
        service: 's3',
        operation: 'PutBucketCors',
        input: {
          Bucket: bucket.name,
          ExpectedBucketOwner: account,
          CORSConfiguration: { CORSRules: [reads] },
        },
        effect: 'restore',
        leaves: { kind: 'value', value: [reads] },
      },
    ]);
  });

  it('are taken away by a delete, since S3 takes no empty list', () => {
    expect(write([everybody], null)).toMatchObject([
      { id: 'cors.delete', operation: 'DeleteBucketCors', leaves: { kind: 'absent' } },
    ]);
  });

  it('that changed places are other rules: the first that fits decides', () => {
    expect(fields([reads, everybody], [everybody, reads])).toMatchObject([{ path: 'CORSRules' }]);
  });

  it('are told apart rule by rule', () => {
    expect(fields([reads], [reads, everybody])).toMatchObject([
      { path: 'CORSRules[]', actual: { AllowedOrigins: ['*'] } },
    ]);
  });
});

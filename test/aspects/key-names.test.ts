import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { encryption } from '../../controller/aspects/encryption.js';
import { tagging } from '../../controller/aspects/tagging.js';

const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false });

describe('how a baseline names a KMS key', () => {
  const fits = ajv.compile(encryption.schema);
  it.each([
    ['arn:aws:kms:eu-west-1:111122223333:key/mrk-0123456789abcdef', true],
    ['arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/11111111-2222-3333-4444-555555555555', true],
    ['11111111-2222-3333-4444-555555555555', false],
    ['alias/data', false],
    ['arn:aws:kms:eu-west-1:111122223333:alias/data', false],
  ])('%s: %s', (KMSMasterKeyID, isTaken) => {
    expect(fits({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID })).toBe(isTaken);
  });
});

describe('how a baseline names a tag', () => {
  const fits = ajv.compile(tagging.schema);
  it.each([
    ['cost center', true],
    ['équipe', true],
    ['aws:createdBy', false],
    ['AWS:createdBy', false],
    ['a*b', false],
    ['', false],
    ['x'.repeat(129), false],
  ])('%s: %s', (key, isTaken) => {
    expect(fits({ [key]: 'x' })).toBe(isTaken);
  });
});

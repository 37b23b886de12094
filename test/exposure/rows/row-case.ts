import type { Json, JsonObject } from '../../../controller/domain/json.js';
import type { ExposureCase } from '../../../controller/exposure/verdict.js';
import type { Expected } from '../cases.js';

/** One case of one row: a bucket, and what the row's meaning says of it. */
export interface RowCase {
  /** The rule of S3 that it is about, such as `key aws:SourceIp`. */
  readonly row: string;
  readonly title: string;
  readonly given: ExposureCase;
  readonly expect: Partial<Expected>;
}

export const us = '418273905561';
export const ourId = '7d'.repeat(32);
export const partner = '730944182256';
export const partnerId = 'b8'.repeat(32);
export const third = '205518863947';
export const bucketArn = 'arn:aws:s3:::tern-media';
export const objects = `${bucketArn}/*`;

/** A policy variable, as S3 would fill it in. */
export const filledIn = (name: string): string => `\${${name}}`;

/** A private bucket, but for what is given. */
export const bucket = (given: Partial<ExposureCase>): ExposureCase => ({
  ownerAccount: us,
  ownerCanonicalId: ourId,
  bucket: 'tern-media',
  policy: null,
  acl: null,
  bucketPab: null,
  accountPab: null,
  ownership: 'BucketOwnerEnforced',
  ...given,
});

export const statement = (more: JsonObject): JsonObject => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: objects,
  ...more,
});

export const policy = (...statements: readonly Json[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: statements,
});

/** A bucket whose policy is one Allow to read its objects, but for what is given. */
export const allowing = (more: JsonObject): ExposureCase => bucket({ policy: policy(statement(more)) });

/** What an Allow to read comes to that everybody may use. */
export const open: Partial<Expected> = {
  policyPublic: true,
  effectivelyPublic: { read: true, write: false },
  anonymousOrAnyPrincipal: true,
};

/** What an Allow comes to that lets in nobody from outside but those who are named. */
export const closed = (...externalAccounts: readonly string[]): Partial<Expected> => ({
  policyPublic: false,
  effectivelyPublic: { read: false, write: false },
  externalAccounts: externalAccounts.toSorted(),
  effectiveExternalAccounts: externalAccounts.toSorted(),
});

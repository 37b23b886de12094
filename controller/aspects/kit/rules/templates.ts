import type { JsonObject } from '../../../domain/json.js';

/** Which bucket a rule is about. */
export interface Place {
  readonly account: string;
  readonly bucket: string;
  readonly bucketArn: string;
}

const denied = (sid: string, { bucketArn }: Place, condition: JsonObject): JsonObject => ({
  Sid: sid,
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [bucketArn, `${bucketArn}/*`],
  Condition: condition,
});

/** Statements that are asked for so often that they have a name. */
export const templates = {
  /** AWS Security Hub S3.5: requests without TLS are denied. */
  tlsOnly: (place: Place) => denied('TlsOnly', place, { Bool: { 'aws:SecureTransport': 'false' } }),
  /** S3 User Guide, "Amazon S3 condition keys": requests over TLS older than 1.2 are denied. */
  tls12: (place: Place) => denied('Tls12', place, { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
} as const satisfies Readonly<Record<string, (place: Place) => JsonObject>>;

export type Template = keyof typeof templates;
export const templateNames = Object.keys(templates) as readonly Template[];

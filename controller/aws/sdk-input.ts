import { isObject, type JsonObject } from '../domain/json.js';

const dated = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(dated);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'Date' && typeof member === 'string' ? new Date(member) : dated(member),
    ]),
  );
};

/**
 * The input as the SDK wants it. JSON has no dates, and lifecycle documents are the only ones in which S3 takes any
 * (S3 API Reference: `Expiration.Date`, `Transitions[].Date`).
 */
export const sdkInput = (operation: string, input: JsonObject): object =>
  operation === 'PutBucketLifecycleConfiguration' ? (dated(input) as object) : input;

import { type Check, errorOf, newBucket, type Place, send } from '../check.js';

/** One call to a new bucket, and what comes of it. */
export interface OneCall {
  readonly operation: string;
  readonly says: string;
  /** What `shows` sees at AWS; without that the name of the error. */
  readonly expected: unknown;
  /** How the bucket is made, beside its name. */
  readonly made?: object;
  /** Without Block Public Access, which a new bucket has. */
  readonly isOpen?: true;
  /** What happens to the bucket before the call. */
  readonly before?: (place: Place, bucket: string) => Promise<unknown>;
  /** The call, where it is not the operation that the row is about. */
  readonly call?: string;
  /** The call's input beside the bucket. */
  readonly input?: (place: Place, bucket: string) => object;
  readonly shows?: (output: object) => unknown;
}

/** The check that makes the bucket and the call. */
export const checkOf = ({ made, isOpen, before, call, input, shows, ...told }: OneCall): Check => ({
  ...told,
  async run(place) {
    const Bucket = await newBucket(place, made);
    if (isOpen) await send(place, 'DeletePublicAccessBlock', { Bucket });
    await before?.(place, Bucket);
    const answer = send(place, call ?? told.operation, { Bucket, ...input?.(place, Bucket) });
    return shows === undefined ? errorOf(answer) : shows(await answer);
  },
});

/** A policy that lets the principal read the objects. */
export const readableBy = (principal: unknown, bucket: string) => ({
  Policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: principal,
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${bucket}/*`,
      },
    ],
  }),
});

/** An account that has nothing to do with the server's. */
export const stranger = '999999999999';

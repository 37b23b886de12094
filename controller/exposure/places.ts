import type { JsonObject } from '../domain/json.js';
import type { Action } from './actions.js';
import { matchesPattern, reachesBeyond } from './patterns.js';
import { textsOf } from './statements.js';

/** The bucket itself, or a pattern of objects in it. */
export interface Place {
  readonly on: Action['on'];
  readonly arn: string;
}

/** The bucket, and everything in it. */
export const wholeOf = (arn: string): readonly Place[] => [
  { on: 'bucket', arn },
  { on: 'object', arn: `${arn}/*` },
];

const variable = /\$\{[^}]*\}?/g;

/** The bucket's ARN. S3 takes no resource of another partition than the bucket's, so one stands for all. */
export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;

const anyPartition = /^arn:aws(?:-[a-z]+)*:s3:/;

/** Where in the bucket an Allow may reach. One whose resource cannot be read reaches everywhere. */
export function placesIn(statement: JsonObject, ofBucket: string): readonly Place[] {
  const resources = resourcesOf(statement);
  const whole = wholeOf(ofBucket);
  if (resources === undefined) return whole;
  const patterns = resources.patterns.map((pattern) => pattern.replace(variable, '*'));
  if (resources.isSpared)
    return whole.filter(({ arn }) => !resources.patterns.some((pattern) => isSurely(pattern, arn)));
  const objects = patterns.filter((pattern) => reachesBeyond(pattern, `${ofBucket}/`));
  return [
    ...(patterns.some((pattern) => matchesPattern(pattern, ofBucket))
      ? [{ on: 'bucket', arn: ofBucket } as const]
      : []),
    ...objects.map((arn) => ({ on: 'object', arn }) as const),
  ];
}

/** Whether a Deny reaches all of the place for sure. One whose resource cannot be read reaches nowhere. */
export function coversPlace(statement: JsonObject, { on, arn }: Place, ofBucket: string): boolean {
  const resources = resourcesOf(statement);
  if (resources === undefined) return false;
  const { patterns, isSpared } = resources;
  if (!isSpared)
    // All of the bucket's objects, or just those of the place.
    return patterns.some(
      (pattern) => isSurely(pattern, arn) || (on === 'object' && isSurely(pattern, `${ofBucket}/*`)),
    );
  const loose = patterns.map((pattern) => pattern.replace(variable, '*'));
  return !loose.some((pattern) =>
    on === 'bucket' ? matchesPattern(pattern, ofBucket) : reachesBeyond(pattern, `${ofBucket}/`),
  );
}

/** A policy variable may stand for any text, so a pattern with one matches nothing for sure. */
const isSurely = (pattern: string, arn: string): boolean =>
  !pattern.includes('${') && matchesPattern(pattern, arn);

interface Resources {
  readonly patterns: readonly string[];
  /** Whether all but these are meant. */
  readonly isSpared: boolean;
}

/** Nothing if it cannot be told: there has to be just one of both elements, and only texts in it. */
function resourcesOf({ Resource: meant, NotResource: spared }: JsonObject): Resources | undefined {
  if ((meant === undefined) === (spared === undefined)) return undefined;
  const patterns = textsOf(meant ?? spared)?.map((arn) => arn.replace(anyPartition, 'arn:aws:s3:'));
  return patterns === undefined ? undefined : { patterns, isSpared: meant === undefined };
}

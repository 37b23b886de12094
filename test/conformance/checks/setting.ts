import { type Check, errorOf, newBucket, type Place, send, stillThere } from '../check.js';

/** A setting of a bucket: how it is read, put and taken away, and what AWS answers when. */
export interface Setting {
  readonly read: string;
  readonly write?: string;
  readonly remove?: string;
  /** The part of a put beside the bucket. */
  readonly input: (bucket: string) => object;
  /** What a read shows of it, in plain words. */
  readonly shows: (output: unknown, bucket: string) => unknown;
  /** On a new bucket: what is shown, or the name of the error. */
  readonly atFirst: unknown;
  /** After the put; missing: just what was put, as `shows` sees it. */
  readonly afterPut: unknown;
  /** After it was taken away; missing: as at first. */
  readonly afterRemoval?: unknown;
  /** What has to be so before S3 takes it. */
  readonly prepare?: (place: Place, bucket: string) => Promise<unknown>;
  readonly id?: string;
}

/** Enables versioning, which some settings ask for. */
export const versioned = (place: Place, Bucket: string): Promise<unknown> =>
  send(place, 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });

/** What is there now: what is shown, or the name of the error. */
async function shown(place: Place, setting: Setting, bucket: string): Promise<unknown> {
  let output: unknown;
  const error = await errorOf(
    send(place, setting.read, { Bucket: bucket }).then((answer) => (output = answer)),
  );
  return error === 'none' ? setting.shows(output, bucket) : error;
}

async function put(place: Place, setting: Setting, bucket: string): Promise<void> {
  await setting.prepare?.(place, bucket);
  const id = setting.id === undefined ? {} : { Id: setting.id };
  if (setting.write !== undefined)
    await send(place, setting.write, { Bucket: bucket, ...id, ...setting.input(bucket) });
}

/** What a new bucket has of the setting, what is read after a put, and after it was taken away. */
export function checksOf(setting: Setting): readonly Check[] {
  const { read, write, remove, id, atFirst, afterPut, afterRemoval = atFirst } = setting;
  const first: Check = {
    operation: read,
    says: 'on a new bucket',
    expected: atFirst,
    run: async (place) => shown(place, setting, await newBucket(place)),
  };
  if (write === undefined) return [first];
  const second: Check = {
    operation: write,
    says: `is then read by ${read}`,
    expected: afterPut,
    async run(place) {
      const bucket = await newBucket(place);
      await put(place, setting, bucket);
      return shown(place, setting, bucket);
    },
  };
  if (remove === undefined) return [first, second];
  const third: Check = {
    operation: remove,
    says: `leaves for ${read}`,
    expected: [afterRemoval, 'the bucket is there'],
    async run(place) {
      const bucket = await newBucket(place);
      await put(place, setting, bucket);
      await send(place, remove, { Bucket: bucket, ...(id === undefined ? {} : { Id: id }) });
      const there = await stillThere(place, bucket);
      return [there === 'the bucket is there' ? await shown(place, setting, bucket) : undefined, there];
    },
  };
  return [first, second, third];
}

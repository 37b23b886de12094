/** What a worker holds: one bucket. Its region is looked up and may change with its owner, so it is no part of the key. */
export interface BucketTarget {
  readonly kind: 'bucket';
  readonly partition: string;
  readonly account: string;
  readonly name: string;
}

/** What a worker holds: the settings that S3 keeps for a whole account. */
export interface AccountTarget {
  readonly kind: 'account';
  readonly partition: string;
  readonly account: string;
}

export type Target = BucketTarget | AccountTarget;

/** S3 User Guide, "Directory bucket naming rules" and "General purpose bucket naming rules": their names end so, and no others do. */
export const isDirectoryName = (bucket: string): boolean => bucket.endsWith('--x-s3');

/** Whether the target is a bucket of S3 Express One Zone, which has a part of the settings only. */
export const isDirectoryBucket = (target: Target): boolean =>
  target.kind === 'bucket' && isDirectoryName(target.name);

/** The one spelling of a target in keys, logs and reports: `aws/111122223333/bucket/NAME` or `aws/111122223333/account`. */
export const targetKey = (target: Target): string =>
  target.kind === 'bucket'
    ? `${target.partition}/${target.account}/bucket/${target.name}`
    : `${target.partition}/${target.account}/account`;

const pattern = /^(aws(?:-[a-z]+)*)\/(\d{12})\/(?:account|bucket\/([a-z0-9][a-z0-9._-]{1,61}[a-z0-9]))$/;

/** The target that a key spells, or nothing if no target is spelt so: the gate for every name that comes from outside. */
export function parseTarget(key: string): Target | undefined {
  const [, partition, account, name] = pattern.exec(key) ?? [];
  if (partition === undefined || account === undefined) return undefined;
  return name === undefined
    ? { kind: 'account', partition, account }
    : { kind: 'bucket', partition, account, name };
}

/** How people call a target: the bucket's name, or `account 111122223333`. */
export const targetName = (target: Target): string =>
  target.kind === 'bucket' ? target.name : `account ${target.account}`;

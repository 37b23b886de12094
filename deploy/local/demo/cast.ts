/** The names that the acts, the stage and the baselines of the demo share. */

/** The account that everything happens in. */
export const home = '111122223333';

/** The account that data is handed to. */
export const foreign = '444455556666';

/** The key that `baselines/private-data.yaml` names. */
export const ourKey = `arn:aws:kms:us-east-1:${home}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;

/** The website that may be public, and is to stay so. */
export const website = 'www-public-site';

/** What its baseline lets outsiders do, in the words of the oracle. */
export const websiteMayGive = 'world:read';

/** The bucket whose policy is made public: the last page of the demo tells its story. */
export const orders = 'data-orders';

/** The bucket that takes an MFA device to delete versions from. */
export const vault = 'vault-contracts';

/** Where the access log of the archive goes. */
export const archiveLogs = 'logs-archive';

/** What the root user of `home` holds in its hand: the serial number of the device and what it shows. */
export const rootDevice = `arn:aws:iam::${home}:mfa/root-device 123456`;

/** A bucket of the foreign account, ready to take copies. */
export const foreignBucket = 'collected-elsewhere';

/** The buckets that are there from the beginning, with what a person should know of them. */
export const firstBuckets: readonly { readonly name: string; readonly about: string }[] = [
  { name: orders, about: 'customer data: our KMS key, access log, TLS only' },
  { name: 'data-invoices', about: 'the same' },
  { name: 'archive-2024', about: 'versions are kept, nothing may be expired' },
  { name: 'logs-central', about: 'where the access logs go' },
  { name: archiveLogs, about: 'the same for the archive alone' },
  { name: vault, about: 'versions are deleted by the root user and its MFA device only' },
  { name: website, about: 'public, and allowed to be: its baseline says so' },
];

/**
 * What has to be covered, by the number or the word that its data file bears. 1 to 20 are the alerts of the Coralogix
 * S3 extension, 21 is Elastic's rule for policies that let a foreign account in; the words are what those leave out.
 */
export const listed: ReadonlyMap<number | string, string> = new Map<number | string, string>([
  [1, 'Encryption deleted'],
  [2, 'Public access block deleted'],
  [3, 'Public access block created or modified'],
  [5, 'Bucket created'],
  [6, 'Logging disabled'],
  [7, 'Public access block removed'],
  [8, 'Policy made public'],
  [9, 'Replication created or modified'],
  [10, 'CORS created or modified'],
  [11, 'ACL configured'],
  [12, 'Replication deleted'],
  [13, 'Policy deleted'],
  [14, 'Lifecycle deleted'],
  [15, 'Website configured'],
  [16, 'Lifecycle or policy created or modified'],
  [17, 'Versioning disabled'],
  [18, 'CORS deleted'],
  [19, 'MFA delete disabled'],
  [20, 'Policy lets users modify the ACL'],
  [21, 'Policy shared with an external account'],
  ['notification', 'Event notifications changed'],
  ['object-lock', 'Object lock changed'],
  ['ownership', 'Object ownership changed'],
  ['request-payment', 'Request payment changed'],
  ['tags', 'Tags changed'],
]);

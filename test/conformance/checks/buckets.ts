import * as sdk from '@aws-sdk/client-s3';
import { type Check, errorOf, newBucket, type Place } from '../check.js';

const stranger = '999999999999';

const policyFor = (principal: unknown, resource: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: resource }],
  });

const putPolicy = ({ clients }: Place, Bucket: string, Policy: string): Promise<unknown> =>
  clients.s3.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy }));

const unblocked = async (place: Place, more: object = {}): Promise<string> => {
  const Bucket = await newBucket(place, more);
  await place.clients.s3.send(new sdk.DeletePublicAccessBlockCommand({ Bucket }));
  return Bucket;
};

/** Buckets themselves: that they are found, listed and refused as S3 does it. */
export const bucketChecks: readonly Check[] = [
  {
    operation: 'HeadBucket',
    says: 'names the region',
    expected: 'us-east-1',
    async run(place) {
      const Bucket = await newBucket(place);
      return (await place.clients.s3.send(new sdk.HeadBucketCommand({ Bucket }))).BucketRegion;
    },
  },
  {
    operation: 'HeadBucket',
    says: 'answers 404 as NotFound',
    expected: 'NotFound',
    run: ({ clients, name }) => errorOf(clients.s3.send(new sdk.HeadBucketCommand({ Bucket: name('none') }))),
  },
  {
    operation: 'HeadBucket',
    says: 'refuses another expected owner',
    expected: 403,
    async run(place) {
      const Bucket = await newBucket(place);
      const call = place.clients.s3.send(
        new sdk.HeadBucketCommand({ Bucket, ExpectedBucketOwner: stranger }),
      );
      return call.then(
        () => 200,
        (error: sdk.S3ServiceException) => error.$metadata.httpStatusCode,
      );
    },
  },
  {
    operation: 'ListBuckets',
    says: 'gives pages of MaxBuckets with a token',
    expected: [1, true],
    async run(place) {
      await newBucket(place);
      await newBucket(place);
      const page = await place.clients.s3.send(new sdk.ListBucketsCommand({ MaxBuckets: 1 }));
      return [page.Buckets?.length, page.ContinuationToken !== undefined];
    },
  },
  {
    operation: 'ListBuckets',
    says: 'tells the region where it is asked by page',
    expected: 'us-east-1',
    async run(place) {
      const Bucket = await newBucket(place);
      const { Buckets = [] } = await place.clients.s3.send(
        new sdk.ListBucketsCommand({ MaxBuckets: 1_000, Prefix: Bucket }),
      );
      return Buckets.find(({ Name }) => Name === Bucket)?.BucketRegion;
    },
  },
  {
    operation: 'CreateBucket',
    says: 'refuses a name with capitals',
    expected: 'InvalidBucketName',
    run: ({ clients, name }) =>
      errorOf(clients.s3.send(new sdk.CreateBucketCommand({ Bucket: `${name('Bad')}_Name` }))),
  },
  {
    operation: 'CreateBucket',
    says: 'with object lock also enables versioning',
    expected: 'Enabled',
    async run(place) {
      const Bucket = await newBucket(place, { ObjectLockEnabledForBucket: true });
      return (await place.clients.s3.send(new sdk.GetBucketVersioningCommand({ Bucket }))).Status;
    },
  },
  {
    operation: 'DeleteBucket',
    says: 'is then NoSuchBucket for reads',
    expected: 'NoSuchBucket',
    async run(place) {
      const Bucket = await newBucket(place);
      await place.clients.s3.send(new sdk.DeleteBucketCommand({ Bucket }));
      return errorOf(place.clients.s3.send(new sdk.GetBucketVersioningCommand({ Bucket })));
    },
  },
  {
    operation: 'GetBucketAcl',
    says: 'shows the owner alone on a new bucket',
    expected: ['FULL_CONTROL', true],
    async run(place) {
      const Bucket = await newBucket(place);
      const { Owner, Grants = [] } = await place.clients.s3.send(new sdk.GetBucketAclCommand({ Bucket }));
      const [grant] = Grants;
      return [grant?.Permission, Grants.length === 1 && grant?.Grantee?.ID === Owner?.ID];
    },
  },
  {
    operation: 'PutBucketAcl',
    says: 'public-read is then seen where nothing blocks it',
    expected: ['http://acs.amazonaws.com/groups/global/AllUsers READ'],
    async run(place) {
      const Bucket = await unblocked(place, { ObjectOwnership: 'ObjectWriter' });
      await place.clients.s3.send(new sdk.PutBucketAclCommand({ Bucket, ACL: 'public-read' }));
      const { Grants = [] } = await place.clients.s3.send(new sdk.GetBucketAclCommand({ Bucket }));
      return Grants.filter(({ Grantee }) => Grantee?.URI !== undefined).map(
        ({ Grantee, Permission }) => `${Grantee?.URI} ${Permission}`,
      );
    },
  },
];

/** What S3 refuses, by the name of the error. */
export const refusalChecks: readonly Check[] = [
  {
    operation: 'PutBucketAcl',
    says: 'is refused under BucketOwnerEnforced',
    expected: 'AccessControlListNotSupported',
    async run(place) {
      const Bucket = await unblocked(place);
      return errorOf(place.clients.s3.send(new sdk.PutBucketAclCommand({ Bucket, ACL: 'public-read' })));
    },
  },
  {
    operation: 'PutBucketAcl',
    says: 'is refused by BlockPublicAcls if it is public',
    expected: 'AccessDenied',
    async run(place) {
      const Bucket = await newBucket(place, { ObjectOwnership: 'ObjectWriter' });
      return errorOf(place.clients.s3.send(new sdk.PutBucketAclCommand({ Bucket, ACL: 'public-read' })));
    },
  },
  {
    operation: 'PutBucketOwnershipControls',
    says: 'BucketOwnerEnforced is refused over a public ACL',
    expected: 'InvalidBucketAclWithObjectOwnership',
    async run(place) {
      const Bucket = await unblocked(place, { ObjectOwnership: 'ObjectWriter' });
      await place.clients.s3.send(new sdk.PutBucketAclCommand({ Bucket, ACL: 'public-read' }));
      const OwnershipControls = { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' as const }] };
      return errorOf(
        place.clients.s3.send(new sdk.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls })),
      );
    },
  },
  {
    operation: 'PutBucketPolicy',
    says: 'is refused by BlockPublicPolicy if it is public',
    expected: 'AccessDenied',
    async run(place) {
      const Bucket = await newBucket(place);
      return errorOf(putPolicy(place, Bucket, policyFor('*', `arn:aws:s3:::${Bucket}/*`)));
    },
  },
  {
    operation: 'PutBucketPolicy',
    says: 'is refused if it is not JSON',
    expected: 'MalformedPolicy',
    run: async (place) => errorOf(putPolicy(place, await newBucket(place), 'no policy')),
  },
  {
    operation: 'PutBucketPolicy',
    says: 'is refused if it names another bucket',
    expected: 'MalformedPolicy',
    async run(place) {
      const arn = `arn:aws:iam::${place.account}:root`;
      const resource = 'arn:aws:s3:::another-bucket/*';
      return errorOf(putPolicy(place, await newBucket(place), policyFor({ AWS: arn }, resource)));
    },
  },
  {
    operation: 'GetBucketPolicyStatus',
    says: 'calls a policy for everybody public',
    expected: true,
    async run(place) {
      const Bucket = await unblocked(place);
      await putPolicy(place, Bucket, policyFor('*', `arn:aws:s3:::${Bucket}/*`));
      const { PolicyStatus } = await place.clients.s3.send(new sdk.GetBucketPolicyStatusCommand({ Bucket }));
      return PolicyStatus?.IsPublic;
    },
  },
  {
    operation: 'PutBucketLifecycleConfiguration',
    says: 'is refused without a filter or prefix',
    expected: 'MalformedXML',
    async run(place) {
      const LifecycleConfiguration = {
        Rules: [{ ID: 'old', Status: 'Enabled' as const, Expiration: { Days: 3 } }],
      };
      const Bucket = await newBucket(place);
      return errorOf(
        place.clients.s3.send(
          new sdk.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }),
        ),
      );
    },
  },
  {
    operation: 'PutBucketVersioning',
    says: 'cannot be suspended under object lock',
    expected: 'InvalidBucketState',
    async run(place) {
      const Bucket = await newBucket(place, { ObjectLockEnabledForBucket: true });
      const VersioningConfiguration = { Status: 'Suspended' as const };
      return errorOf(
        place.clients.s3.send(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration })),
      );
    },
  },
  {
    operation: 'PutBucketReplication',
    says: 'is refused without versioning',
    expected: 'InvalidRequest',
    async run(place) {
      const Bucket = await newBucket(place);
      const to = await newBucket(place);
      const ReplicationConfiguration = {
        Role: `arn:aws:iam::${place.account}:role/copier`,
        Rules: [
          {
            Status: 'Enabled' as const,
            Priority: 1,
            Filter: { Prefix: '' },
            DeleteMarkerReplication: { Status: 'Disabled' as const },
            Destination: { Bucket: `arn:aws:s3:::${to}` },
          },
        ],
      };
      return errorOf(
        place.clients.s3.send(new sdk.PutBucketReplicationCommand({ Bucket, ReplicationConfiguration })),
      );
    },
  },
  {
    operation: 'PutBucketLogging',
    says: 'is refused without its target',
    expected: 'InvalidTargetBucketForLogging',
    async run(place) {
      const Bucket = await newBucket(place);
      const LoggingEnabled = { TargetBucket: place.name('none'), TargetPrefix: '' };
      return errorOf(
        place.clients.s3.send(
          new sdk.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }),
        ),
      );
    },
  },
  {
    operation: 'GetBucketVersioning',
    says: 'refuses another expected owner',
    expected: 'AccessDenied',
    async run(place) {
      const Bucket = await newBucket(place);
      return errorOf(
        place.clients.s3.send(new sdk.GetBucketVersioningCommand({ Bucket, ExpectedBucketOwner: stranger })),
      );
    },
  },
  {
    operation: 'PutBucketEncryption',
    says: 'refuses another expected owner',
    expected: 'AccessDenied',
    async run(place) {
      const Bucket = await newBucket(place);
      const ServerSideEncryptionConfiguration = {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }],
      };
      const input = { Bucket, ExpectedBucketOwner: stranger, ServerSideEncryptionConfiguration };
      return errorOf(place.clients.s3.send(new sdk.PutBucketEncryptionCommand(input)));
    },
  },
];

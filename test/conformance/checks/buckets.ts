import * as sdk from '@aws-sdk/client-s3';
import { at, type Check, errorOf, newBucket, type Place, send } from '../check.js';
import { checkOf, readableBy, stranger } from './one-call.js';

const expectedOwner: Check = {
  operation: 'HeadBucket',
  says: 'refuses another expected owner',
  expected: 403,
  async run(place) {
    const Bucket = await newBucket(place);
    // HEAD has no body, so that the status is all that there is.
    return send(place, 'HeadBucket', { Bucket, ExpectedBucketOwner: stranger }).then(
      () => 200,
      (error: sdk.S3ServiceException) => error.$metadata.httpStatusCode,
    );
  },
};

const listing: readonly Check[] = [
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
];

const ownerAlone = (output: object): unknown => {
  const { Owner, Grants = [] } = output as sdk.GetBucketAclCommandOutput;
  const [grant] = Grants;
  return [grant?.Permission, Grants.length === 1 && grant?.Grantee?.ID === Owner?.ID];
};

const groups = (output: object): unknown =>
  ((output as sdk.GetBucketAclCommandOutput).Grants ?? [])
    .filter(({ Grantee }) => Grantee?.URI !== undefined)
    .map(({ Grantee, Permission }) => `${Grantee?.URI} ${Permission}`);

const publicRead = (place: Place, Bucket: string) =>
  send(place, 'PutBucketAcl', { Bucket, ACL: 'public-read' });

/** Buckets themselves: that they are found, listed and read as S3 does it. */
export const bucketChecks: readonly Check[] = [
  checkOf({
    operation: 'HeadBucket',
    says: 'names the region',
    expected: 'us-east-1',
    shows: at('BucketRegion'),
  }),
  {
    operation: 'HeadBucket',
    says: 'answers 404 as NotFound',
    expected: 'NotFound',
    run: (place) => errorOf(send(place, 'HeadBucket', { Bucket: place.name('none') })),
  },
  expectedOwner,
  ...listing,
  {
    operation: 'CreateBucket',
    says: 'refuses a name with capitals',
    expected: 'InvalidBucketName',
    run: (place) => errorOf(send(place, 'CreateBucket', { Bucket: `${place.name('Bad')}_Name` })),
  },
  checkOf({
    operation: 'CreateBucket',
    says: 'with object lock also enables versioning',
    expected: 'Enabled',
    made: { ObjectLockEnabledForBucket: true },
    call: 'GetBucketVersioning',
    shows: at('Status'),
  }),
  checkOf({
    operation: 'DeleteBucket',
    says: 'is then NoSuchBucket for reads',
    expected: 'NoSuchBucket',
    before: (place, Bucket) => send(place, 'DeleteBucket', { Bucket }),
    call: 'GetBucketVersioning',
  }),
  checkOf({
    operation: 'GetBucketAcl',
    says: 'shows the owner alone on a new bucket',
    expected: ['FULL_CONTROL', true],
    shows: ownerAlone,
  }),
  checkOf({
    operation: 'PutBucketAcl',
    says: 'public-read is then seen where nothing blocks it',
    expected: ['http://acs.amazonaws.com/groups/global/AllUsers READ'],
    made: { ObjectOwnership: 'ObjectWriter' },
    isOpen: true,
    before: publicRead,
    call: 'GetBucketAcl',
    shows: groups,
  }),
  checkOf({
    operation: 'GetBucketPolicyStatus',
    says: 'calls a policy for everybody public',
    expected: true,
    isOpen: true,
    before: (place, Bucket) => send(place, 'PutBucketPolicy', { Bucket, ...readableBy('*', Bucket) }),
    shows: at('PolicyStatus.IsPublic'),
  }),
];

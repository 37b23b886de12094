import * as s3 from '@aws-sdk/client-s3';
import * as control from '@aws-sdk/client-s3-control';
import { type Check, errorOf, newBucket, type Place } from '../check.js';

const allOn = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

const readBlock = ({ clients, account: AccountId }: Place) =>
  clients.s3control
    .send(new control.GetPublicAccessBlockCommand({ AccountId }))
    .then((answer) => answer.PublicAccessBlockConfiguration);
const putBlock = ({ clients, account: AccountId }: Place, PublicAccessBlockConfiguration: object) =>
  clients.s3control.send(
    new control.PutPublicAccessBlockCommand({ AccountId, PublicAccessBlockConfiguration }),
  );
const dropBlock = ({ clients, account: AccountId }: Place) =>
  clients.s3control.send(new control.DeletePublicAccessBlockCommand({ AccountId }));

/** Does the work with the account's block as given, and takes it away again, since all checks share the account. */
async function blocked<T>(place: Place, block: object, work: () => Promise<T>): Promise<T> {
  await putBlock(place, block);
  try {
    return await work();
  } finally {
    await dropBlock(place);
  }
}

/** What is set on the account, and what S3 Control reads of buckets. */
export const accountChecks: readonly Check[] = [
  {
    operation: 'GetPublicAccessBlock (account)',
    says: 'when none is set',
    expected: 'NoSuchPublicAccessBlockConfiguration',
    async run(place) {
      await errorOf(dropBlock(place));
      return errorOf(readBlock(place));
    },
  },
  {
    operation: 'PutPublicAccessBlock (account)',
    says: 'is then read',
    expected: allOn,
    run: (place) => blocked(place, allOn, () => readBlock(place)),
  },
  {
    operation: 'DeletePublicAccessBlock (account)',
    says: 'leaves none',
    expected: 'NoSuchPublicAccessBlockConfiguration',
    async run(place) {
      await putBlock(place, allOn);
      await dropBlock(place);
      return errorOf(readBlock(place));
    },
  },
  {
    operation: 'PutPublicAccessBlock (account)',
    says: 'makes S3 refuse a public policy',
    expected: 'AccessDenied',
    async run(place) {
      const Bucket = await newBucket(place);
      await place.clients.s3.send(new s3.DeletePublicAccessBlockCommand({ Bucket }));
      const Policy = JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
        ],
      });
      return blocked(place, allOn, () =>
        errorOf(place.clients.s3.send(new s3.PutBucketPolicyCommand({ Bucket, Policy }))),
      );
    },
  },
  {
    operation: 'ListTagsForResource',
    says: 'of a new bucket is empty',
    expected: [],
    run: async (place) => tagsOf(place, await newBucket(place)),
  },
  {
    operation: 'TagResource',
    says: 'adds to what is there',
    expected: ['one=1', 'two='],
    async run(place) {
      const Bucket = await newBucket(place);
      await tag(place, Bucket, [{ Key: 'one', Value: '1' }]);
      await tag(place, Bucket, [{ Key: 'two', Value: '' }]);
      return tagsOf(place, Bucket);
    },
  },
  {
    operation: 'TagResource',
    says: 'is seen by GetBucketTagging',
    expected: [{ Key: 'one', Value: '1' }],
    async run(place) {
      const Bucket = await newBucket(place);
      await tag(place, Bucket, [{ Key: 'one', Value: '1' }]);
      return (await place.clients.s3.send(new s3.GetBucketTaggingCommand({ Bucket }))).TagSet;
    },
  },
  {
    operation: 'UntagResource',
    says: 'takes only what is named',
    expected: ['two='],
    async run(place) {
      const Bucket = await newBucket(place);
      await tag(place, Bucket, [
        { Key: 'one', Value: '1' },
        { Key: 'two', Value: '' },
      ]);
      await place.clients.s3control.send(
        new control.UntagResourceCommand({ ...bucketArn(place, Bucket), TagKeys: ['one'] }),
      );
      return tagsOf(place, Bucket);
    },
  },
];

const bucketArn = ({ account: AccountId }: Place, Bucket: string) => ({
  AccountId,
  ResourceArn: `arn:aws:s3:::${Bucket}`,
});
const tag = (place: Place, Bucket: string, Tags: control.Tag[]) =>
  place.clients.s3control.send(new control.TagResourceCommand({ ...bucketArn(place, Bucket), Tags }));

async function tagsOf(place: Place, Bucket: string): Promise<readonly string[]> {
  const { Tags = [] } = await place.clients.s3control.send(
    new control.ListTagsForResourceCommand(bucketArn(place, Bucket)),
  );
  return Tags.map(({ Key, Value }) => `${Key}=${Value}`).sort();
}

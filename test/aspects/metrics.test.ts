import { expect, it } from 'vitest';
import { metrics } from '../../controller/aspects/metrics.js';
import { account, bucket, situationOf } from './access-situation.js';

it('metrics are put and deleted by Id, and only where they differ', () => {
  const [all, some] = [{ Id: 'all' }, { Id: 'some', Filter: { Prefix: 'data/' } }];
  const found = { metrics: [all, { Id: 'theirs' }, { Id: 'some' }] };
  const wanted = { metrics: [some, all] };
  const on = { Bucket: bucket.name, ExpectedBucketOwner: account };
  expect(metrics.write(situationOf('metrics', { found, wanted, repairs: ['metrics'] }))).toMatchObject([
    { operation: 'DeleteBucketMetricsConfiguration', input: { ...on, Id: 'theirs' }, effect: 'observe' },
    {
      operation: 'PutBucketMetricsConfiguration',
      input: { ...on, Id: 'some', MetricsConfiguration: some },
      effect: 'observe',
    },
  ]);
});

import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import type { OwnKind } from './place.js';
import { settled } from './settled.js';

/** A table works while it answers; how much it may answer, which may follow the load by itself, is left out. */
export const table: OwnKind = {
  // DynamoDB API Reference, DescribeTable and DescribeContinuousBackups.
  absent: new Set(['ResourceNotFoundException', 'TableNotFoundException']),
  async read({ name: TableName }, { dynamodb }, ask) {
    const [{ Table: found }, { ContinuousBackupsDescription: backups }, { TimeToLiveDescription: life }] =
      await Promise.all([
        ask((options) => dynamodb.send(new DescribeTableCommand({ TableName }), options)),
        ask((options) => dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }), options)),
        ask((options) => dynamodb.send(new DescribeTimeToLiveCommand({ TableName }), options)),
      ]);
    const status = found?.TableStatus;
    if (status === undefined) throw new Error('DynamoDB does not say how the table is.');
    if (status === 'DELETING')
      throw new ResourceNotFoundException({ message: 'The table is being deleted.', $metadata: {} });
    const recovery = backups?.PointInTimeRecoveryDescription;
    return {
      works: status === 'ACTIVE' || status === 'UPDATING',
      settings: settled({
        id: found?.TableId,
        keys: found?.KeySchema,
        class: found?.TableClassSummary?.TableClass,
        isProtected: found?.DeletionProtectionEnabled ?? false,
        encryption: found?.SSEDescription?.SSEType,
        key: found?.SSEDescription?.KMSMasterKeyArn,
        stream: found?.StreamSpecification,
        replicas: found?.Replicas?.map(({ RegionName: region }) => region).sort(),
        recovery: recovery?.PointInTimeRecoveryStatus,
        recoveryDays: recovery?.RecoveryPeriodInDays,
        expiresBy: life?.AttributeName,
      }),
    };
  },
};

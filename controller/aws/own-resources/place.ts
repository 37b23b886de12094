import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { OwnState } from '../../domain/own-resource.js';

/** The clients of one account and region. */
export interface OwnClients {
  readonly cloudtrail: CloudTrailClient;
  readonly dynamodb: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly iam: IAMClient;
  readonly sqs: SQSClient;
}

/** Makes one call, again where that may help. */
export type Ask = <Answer>(
  call: (options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
) => Promise<Answer>;

/** How one kind of resource is read, and by which errors its service says that there is none. */
export interface OwnKind {
  readonly absent: ReadonlySet<string>;
  /** Rejects with the SDK's error. */
  read(
    resource: { readonly arn: string; readonly name: string; readonly account: string },
    clients: OwnClients,
    ask: Ask,
  ): Promise<OwnState>;
}

import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { SQSClient } from '@aws-sdk/client-sqs';
import { failureName, readFailure } from '../../domain/failure.js';
import type { OwnReader } from '../../domain/own-resource.js';
import type { Clock, Random } from '../../domain/ports.js';
import type { OwnResource } from '../../domain/tampering.js';
import { type ClientSettings, perPlace } from '../clients.js';
import { httpHandler } from '../http-handler.js';
import { readRule, retry } from '../retry.js';
import { userAgent } from '../user-agent.js';
import type { Ask, OwnClients, OwnKind } from './place.js';
import { queue } from './queue.js';
import { role } from './role.js';
import { rule } from './rule.js';
import { table } from './table.js';
import { trail } from './trail.js';

export interface OwnReaderSettings extends ClientSettings {
  readonly clock: Clock;
  readonly random: Random;
  /** Where to ask for what is in no region. */
  readonly homeRegion: string;
}

const kinds: Readonly<Record<OwnResource, OwnKind>> = {
  ownTrail: trail,
  ownRule: rule,
  ownQueue: queue,
  ownTable: table,
  ownRole: role,
};

/** Reads what Snapback rests on over the SDK, with the credentials of the account that it is in. */
export function ownReader(settings: OwnReaderSettings): OwnReader {
  const { clock, random, homeRegion } = settings;
  const { requestMs } = settings.timeouts;
  const requestHandler = httpHandler(settings.timeouts);
  const clientsOf = perPlace((account, region): OwnClients => {
    const common = {
      region,
      requestHandler,
      credentials: settings.credentialsOf(account),
      maxAttempts: 1,
      customUserAgent: userAgent(settings.version),
    };
    return {
      cloudtrail: new CloudTrailClient(common),
      dynamodb: new DynamoDBClient(common),
      events: new EventBridgeClient(common),
      iam: new IAMClient(common),
      // The region decides where it is asked, not what SQS answers for a URL.
      sqs: new SQSClient({ ...common, useQueueUrlAsEndpoint: false }),
    };
  });
  const ask: Ask = (call) =>
    retry(
      readRule,
      { clock, random, requestMs },
      (work) => work(),
      (abortSignal) => call({ abortSignal }),
    );
  return {
    async read({ what, arn, name, account: { account }, region = homeRegion }) {
      const kind = kinds[what];
      try {
        return {
          kind: 'observed',
          state: await kind.read({ arn, name, account }, clientsOf(account, region), ask),
        };
      } catch (error) {
        return kind.absent.has(failureName(error))
          ? { kind: 'absent' }
          : { kind: 'unreadable', error: readFailure(error) };
      }
    },
  };
}

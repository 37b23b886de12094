import { randomUUID } from 'node:crypto';
import { type CloudTrailRecord, recordOf } from '../../deploy/local/cloudtrail-record.js';
import type { Rig } from '../rig/rig.js';
import { contractorOf, filled, type Placed } from './place.js';
import type { ElsewhereCall } from './scenario.js';

/**
 * Tells of a call elsewhere as CloudTrail would: the local AWS itself does not.
 */
export function tellOf(rig: Rig, place: Placed, call: ElsewhereCall): CloudTrailRecord {
  const { world } = rig.aws;
  const { account } = place;
  const name = contractorOf(place);
  const { scenario } = place;
  const record: CloudTrailRecord = {
    ...recordOf(
      {
        requestId: randomUUID(),
        at: world.now(),
        operation: call.operation,
        eventName: call.operation,
        readOnly: false,
        principal: {
          account,
          kind: 'role',
          name,
          session: 'local',
          arn: `arn:aws:sts::${account}:assumed-role/${name}/local`,
        },
        region: 'us-east-1',
        sourceIp: '127.0.0.1',
        userAgent: 'aws-cli/2',
        account,
        requestParameters: filled(rig, place, call.input),
        ...(scenario.refused === undefined ? {} : { errorCode: scenario.refused }),
      },
      world.partition,
      Math.random,
    ),
    eventSource: `${call.service}.amazonaws.com`,
  };
  world.bus.publish(record);
  return record;
}

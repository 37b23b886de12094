import {
  DescribeRuleCommand,
  type EventBridgeClient,
  ListTargetsByRuleCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import type { Ask, OwnKind } from './place.js';
import { documentIn, settled } from './settled.js';

interface Place {
  readonly Name: string;
  /** Missing for the default bus. */
  readonly EventBusName?: string;
}

/** EventBridge User Guide: the ARN of a rule of a bus other than the default one names the bus, too. */
function placeOf(arn: string, name: string): Place {
  const [, bus] = /:rule\/(.+)\/[^/]+$/.exec(arn) ?? [];
  return { Name: name, ...(bus === undefined ? {} : { EventBusName: bus }) };
}

async function targetsOf(
  events: EventBridgeClient,
  { Name: Rule, ...bus }: Place,
  ask: Ask,
): Promise<readonly Target[]> {
  const targets: Target[] = [];
  let token: string | undefined;
  do {
    const input = { Rule, ...bus, ...(token === undefined ? {} : { NextToken: token }) };
    const page = await ask((options) => events.send(new ListTargetsByRuleCommand(input), options));
    targets.push(...(page.Targets ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return targets.sort((one, other) => ((one.Id ?? '') < (other.Id ?? '') ? -1 : 1));
}

/** A rule works while it is enabled and passes on to somebody. */
export const rule: OwnKind = {
  // EventBridge API Reference, DescribeRule.
  absent: new Set(['ResourceNotFoundException']),
  async read({ arn, name }, { events }, ask) {
    const place = placeOf(arn, name);
    const [found, targets] = await Promise.all([
      ask((options) => events.send(new DescribeRuleCommand(place), options)),
      targetsOf(events, place, ask),
    ]);
    if (found.State === undefined) throw new Error('EventBridge does not say whether the rule is enabled.');
    return {
      works: found.State !== 'DISABLED' && targets.length > 0,
      settings: settled({
        state: found.State,
        pattern: documentIn(found.EventPattern),
        schedule: found.ScheduleExpression,
        role: found.RoleArn,
        targets,
      }),
    };
  },
};

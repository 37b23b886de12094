import {
  CloudTrailClient,
  type Event,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { actorOf } from '../domain/actor-of.js';
import { readFailure } from '../domain/failure.js';
import type { Attribution } from '../domain/incident.js';
import { isObject } from '../domain/json.js';
import type { ActorLookup, Clock, Random } from '../domain/ports.js';
import type { Actor } from '../domain/signal.js';
import type { Target } from '../domain/target.js';
import { instant } from '../domain/time.js';
import { type ClientSettings, perPlace } from './clients.js';
import { httpHandler } from './http-handler.js';
import { regionOfAccountCall } from './multi-region.js';
import { Pace } from './pace.js';
import { readRule, retry } from './retry.js';
import { userAgent } from './user-agent.js';

export interface LookupSettings extends ClientSettings {
  readonly clock: Clock;
  readonly random: Random;
  /** Where the events of a target are: CloudTrail keeps them in the region in which the call was made. */
  regionOf(target: Target): string;
}

// CloudTrail API Reference, LookupEvents: two requests a second per account and region, at most 50 events a page.
const gapMs = 500;
const pageSize = 50;
const mostPages = 10;

const recordOf = (event: Event): Readonly<Record<string, unknown>> | undefined => {
  try {
    const record: unknown = JSON.parse(event.CloudTrailEvent ?? '');
    return isObject(record) ? record : undefined;
  } catch {
    // Not a record: it names nobody.
    return undefined;
  }
};

/** Who made this call, if it is one of the calls asked for and S3 carried it out. */
function culprit(event: Event, calls: ReadonlySet<string>): Culprit | undefined {
  const { EventName: call, EventId: id, ReadOnly: readOnly } = event;
  const record = recordOf(event);
  if (call === undefined || id === undefined || record === undefined) return undefined;
  if (!calls.has(call) || readOnly === 'true' || record['readOnly'] === true) return undefined;
  if (record['errorCode'] !== undefined && record['errorCode'] !== null) return undefined;
  const at = event.EventTime === undefined ? {} : { at: instant(event.EventTime) };
  return {
    kind: 'known',
    actor: actorOf(record['userIdentity'], record),
    call,
    event: id,
    ...at,
    confirmed: true,
  };
}

interface Question {
  readonly target: Target;
  readonly input: LookupEventsCommandInput;
  /** Where the calls in question are always made, if that is not where the target is. */
  readonly region?: string | undefined;
}

type Culprit = Extract<Attribution, { kind: 'known' }>;

const unknown = (reason: string): Attribution => ({ kind: 'unknown', reason });

/** LookupEvents takes one attribute: the bucket's name, or, where no bucket is named, the call's. */
const questions = (
  target: Target,
  calls: readonly string[],
  window: LookupEventsCommandInput,
): readonly Question[] => {
  const input = (
    AttributeKey: 'ResourceName' | 'EventName',
    AttributeValue: string,
  ): LookupEventsCommandInput => ({ LookupAttributes: [{ AttributeKey, AttributeValue }], ...window });
  return target.kind === 'bucket'
    ? [{ target, input: input('ResourceName', target.name) }]
    : calls.map((operation) => ({
        target,
        input: input('EventName', operation),
        region: regionOfAccountCall(target, { operation }),
      }));
};

/** Asks CloudTrail's event history. Never rejects: a question that fails is answered by `unknown` and the reason. */
export function cloudTrailLookup(settings: LookupSettings): ActorLookup {
  const { clock, random } = settings;
  const { requestMs } = settings.timeouts;
  const requestHandler = httpHandler(settings.timeouts);
  const placeOf = perPlace((account, region) => ({
    pace: new Pace(clock, gapMs),
    client: new CloudTrailClient({
      region,
      credentials: settings.credentialsOf(account),
      requestHandler,
      maxAttempts: 1,
      customUserAgent: userAgent(settings.version),
    }),
  }));

  async function* events({ target, input: asked, region }: Question): AsyncGenerator<Event> {
    const { pace, client } = placeOf(target.account, region ?? settings.regionOf(target));
    const turn = async <T>(work: () => Promise<T>): Promise<T> => {
      await pace.turn();
      return work();
    };
    let token: string | undefined;
    for (let page = 1; page <= mostPages; page += 1) {
      const input = {
        ...asked,
        MaxResults: pageSize,
        ...(token === undefined ? {} : { NextToken: token }),
      };
      const answer = await retry(readRule, { clock, random, requestMs }, turn, (abortSignal) =>
        client.send(new LookupEventsCommand(input), { abortSignal }),
      );
      yield* answer.Events ?? [];
      token = answer.NextToken;
      if (token === undefined) return;
    }
  }

  /** CloudTrail API Reference, LookupEvents: the most recent event is listed first, so the first match is the newest. */
  async function newest(
    question: Question,
    calls: ReadonlySet<string>,
    isCandidate: (actor: Actor) => boolean,
  ): Promise<Culprit | undefined> {
    for await (const event of events(question)) {
      const who = culprit(event, calls);
      if (who !== undefined && isCandidate(who.actor)) return who;
    }
    return undefined;
  }

  return {
    async whoChanged(target, calls, from, to, isCandidate = () => true) {
      try {
        const window = { StartTime: new Date(from), EndTime: new Date(to) };
        const found: Culprit[] = [];
        for (const question of questions(target, calls, window)) {
          const newestHere = await newest(question, new Set(calls), isCandidate);
          if (newestHere !== undefined) found.push(newestHere);
        }
        const [newestOfAll] = found.sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? 1 : -1));
        return newestOfAll ?? unknown('CloudTrail knows of no such call in that time, or not yet.');
      } catch (error) {
        const { name, message } = readFailure(error);
        return unknown(`CloudTrail could not be asked: ${name}: ${message}`);
      }
    },
  };
}

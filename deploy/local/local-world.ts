import { Bus, type BusKnobs } from './bus.js';
import { CallCounts } from './call-counts.js';
import type { LocalClock } from './clock.js';
import { CloudTrail } from './cloudtrail.js';
import { type CloudTrailRecord, recordOf } from './cloudtrail-record.js';
import { Faults } from './faults.js';
import { Oracle } from './oracle/oracle.js';
import { randomStream } from './random.js';
import { newAccount } from './s3/birth.js';
import type { Bucket, Principal, World } from './world.js';

/** The world with everything that listens to it; what tests look at and turn. */
export interface LocalWorld extends World {
  /** Every record of a mutation, also of those that the bus dropped. */
  readonly events: readonly CloudTrailRecord[];
  readonly faults: Faults;
  readonly bus: Bus;
  readonly cloudtrail: CloudTrail;
  readonly oracle: Oracle;
  readonly calls: CallCounts;
}

/** What a world is made of. */
export interface WorldSources {
  readonly partition: string;
  readonly accounts: readonly string[];
  readonly seed: number;
  readonly clock: LocalClock;
  readonly knobs: BusKnobs;
  /** Puts one message body into the event queue. */
  readonly send: (body: string) => Promise<unknown>;
  readonly isController: (principal: Principal) => boolean;
}

/** An empty world: accounts without buckets. */
export function createWorld(sources: WorldSources): LocalWorld {
  const { partition, clock } = sources;
  const random = randomStream(sources.seed, 'requests');
  const fate = randomStream(sources.seed, 'events');
  const accounts = new Map(sources.accounts.map((id) => [id, newAccount(id)]));
  const buckets = new Map<string, Bucket>();
  const faults = new Faults(randomStream(sources.seed, 'faults'));
  const bus = new Bus({ random: fate, sleep: (ms) => clock.sleep(ms) }, sources.send, sources.knobs);
  const cloudtrail = new CloudTrail();
  const oracle = new Oracle({ accounts, buckets, partition }, sources.isController);
  const calls = new CallCounts(sources.isController);
  const events: CloudTrailRecord[] = [];
  return {
    partition,
    accounts,
    buckets,
    events,
    faults,
    bus,
    cloudtrail,
    oracle,
    calls,
    now: () => clock.now(),
    random,
    sleep: (ms) => clock.sleep(ms),
    faultFor: (question) => faults.faultFor(question),
    record(call) {
      calls.add(call);
      oracle.judge(call);
      if (call.readOnly) return;
      const record = recordOf(call, partition, fate);
      events.push(record);
      cloudtrail.keep(record, call);
      bus.publish(record);
    },
  };
}

import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import type { Controller } from '../../controller/runtime/controller.js';
import type { CloudTrailRecord } from '../../deploy/local/cloudtrail-record.js';
import { until } from '../rig/wait.js';
import { change, drained, scanned } from './acts.js';
import { allAlerts } from './data.js';
import { amiss, incidentsAt, inWords, writesTo } from './judge.js';
import { type Placed, placed, type Way } from './place.js';
import { isBornLater, type Stage, setStage } from './stage.js';

// Every scenario of the data files in one world: with its event, before any scan could find it; with the event lost,
// so that only a scan can; and the benign twins. The world is looked at with the SDK alone.
const longest = 25_000;
const places = placed(allAlerts().flatMap((one) => one.scenarios));
const played = (way: Way): readonly Placed[] => places.filter((place) => place.way === way);
const records = new Map<Placed, readonly CloudTrailRecord[]>();
let stage: Stage;
let watch: Controller;
/** How many calls of the controller's there were before anybody changed anything. */
let before = 0;

beforeAll(async () => {
  stage = await setStage(places);
  watch = await stage.rig.start({ scanEvery: '1h' });
  await scanned(stage);
  const { world } = stage.rig.aws;
  before = world.calls.mutationsByController.length;
  world.bus.turn({});
  for (const place of [...played('event'), ...played('benign')])
    records.set(place, await change(stage.rig, place));
}, 300_000);
afterAll(() => stage.stop());

const endsAsDeclared = async (place: Placed): Promise<void> => {
  const wrong = await until(
    () => amiss(stage.rig, place),
    (found) => found.length === 0,
    longest,
  );
  expect(wrong).toEqual([]);
};

/** The incidents, once they are what the scenario says. */
async function toldOf(place: Placed): Promise<readonly Incident[]> {
  const { scenario } = place;
  const made = records.get(place) ?? [];
  expect(made.map(({ errorCode }) => errorCode)).toEqual(made.map(() => undefined));
  for (const { eventName } of made) expect(scenario.events).toContain(eventName);
  return until(
    () => incidentsAt(stage.rig, place),
    (found) =>
      isDeepStrictEqual(found.map(inWords), scenario.incidents) &&
      found.every(({ status, outcome }) => (outcome === 'reverted') === (status === 'closed')),
    longest,
    (found) => found.map(inWords),
  );
}

const explainedBy = (incidents: readonly Incident[]): readonly string[] =>
  [...new Set(incidents.flatMap(({ explains }) => explains))].sort();

describe.each(played('event'))('alert $scenario.alert: $scenario.name', (place) => {
  test('ends as declared, or stays for a human', () => endsAsDeclared(place), 90_000);

  test('is told of once for each aspect, with who did it', async () => {
    await toldOf(place);
    const made = records.get(place) ?? [];
    const ids = made.map(({ eventID }) => eventID).sort();
    // The event of a later call may come when the incident that it belongs to is closed already.
    const incidents = await until(
      () => incidentsAt(stage.rig, place),
      (found) => isDeepStrictEqual(explainedBy(found), ids),
      longest,
      explainedBy,
    );
    for (const { channel, who, occurred } of incidents) {
      expect([channel, occurred.kind]).toEqual(['event', 'at']);
      expect(who.kind === 'known' ? who.actor.arn : who.kind).toBe(made[0]?.userIdentity['arn']);
    }
  }, 90_000);
});

describe('benign twins', () => {
  beforeAll(() => drained(stage), 200_000);

  test.each(played('benign'))('alert $scenario.alert: $scenario.name', async (place) => {
    const { events, refused } = place.scenario;
    const made = records.get(place) ?? [];
    expect(made.length).toBeGreaterThan(0);
    for (const { eventName } of made) expect(events).toContain(eventName);
    expect(made.map(({ errorCode }) => errorCode)).toEqual(made.map(() => refused));
    expect(await amiss(stage.rig, place)).toEqual([]);
    expect(writesTo(stage.rig, place, before)).toEqual([]);
    const told = (await incidentsAt(stage.rig, place)).map((one) => ({ ...inWords(one), found: one.found }));
    expect(told).toEqual([]);
  });
});

describe('with the event lost', () => {
  const broken = new Map<Placed, readonly string[]>();

  beforeAll(async () => {
    const { rig } = stage;
    await watch.stop(5_000);
    rig.aws.world.bus.turn({ drop: 1 });
    for (const place of played('lost')) records.set(place, await change(rig, place));
    // Nobody is at work between a lost change and the scan that finds it: here the change shows.
    for (const place of played('lost')) broken.set(place, await amiss(rig, place));
    await rig.start({ scanEvery: '10s' });
  }, 300_000);

  describe.each(played('lost'))('alert $scenario.alert: $scenario.name', (place) => {
    test('ends as declared, or stays for a human', async () => {
      await endsAsDeclared(place);
      if (place.scenario.writes.length > 0) expect(broken.get(place)).not.toEqual([]);
    }, 90_000);

    test('is told of once for each aspect, with since when and nobody to name', async () => {
      const since = isBornLater(place.scenario) ? 'unknown' : 'between';
      for (const { channel, who, occurred, explains } of await toldOf(place))
        expect([channel, who.kind, occurred.kind, explains]).toEqual(['scan', 'unknown', since, []]);
    }, 90_000);
  });
});

test('each is told to people, nothing else is, and nothing else is written', async () => {
  const { rig } = stage;
  await drained(stage);
  await scanned(stage);
  const known = new Set<string>();
  for await (const { id, channel } of (await rig.ledger()).incidents({}))
    if (channel === 'command') known.add(id);
  const told = new Set(stage.told().map((id) => id.replace(/\.[^.]*$/, '')));
  for (const place of places) {
    const { incidents, writes } = place.scenario;
    const found = await incidentsAt(rig, place);
    expect([place.bucket, found.map(inWords)]).toEqual([place.bucket, incidents]);
    for (const { id } of found) expect(told).toContain(id);
    for (const { id } of found) known.add(id);
    expect([place.bucket, ...writesTo(rig, place, before)]).toEqual([place.bucket, ...writes]);
  }
  expect([...told].filter((id) => !known.has(id))).toEqual([]);
  const { calls, oracle } = rig.aws.world;
  const expected = places.flatMap(({ scenario }) => scenario.writes);
  expect(calls.mutationsByController.slice(before)).toHaveLength(expected.length);
  expect(oracle.violations).toEqual([]);
}, 200_000);

import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CloudTrailRecord } from '../../deploy/local/cloudtrail-record.js';
import { until } from '../rig/wait.js';
import { allAlerts } from './data.js';
import { amiss, incidentsAt, inWords, writesTo } from './judge.js';
import { placed } from './place.js';
import { change, drained, isBornLater, type Stage, scanned, setStage } from './stage.js';

const longest = 25_000;

/**
 * Plays every drift of the data files: with its event, before any scan could find it, or with the event lost, so that
 * only a scan can. Each is a test, and the world is looked at with the SDK alone.
 */
export function playDrifts(variant: 'event' | 'lost'): void {
  const scenarios = allAlerts()
    .flatMap((one) => one.scenarios)
    .filter(({ kind }) => kind === 'drift');
  const records = new Map<string, readonly CloudTrailRecord[]>();
  const broken = new Map<string, readonly string[]>();
  let stage: Stage;
  let before = 0;

  beforeAll(async () => {
    stage = await setStage(scenarios);
    const { rig, places } = stage;
    // Seconds between scans, or none after the first.
    const first = await rig.start({ scanEvery: variant === 'event' ? '1h' : '4s' });
    await scanned(stage);
    if (variant === 'lost') await first.stop(5_000);
    before = rig.aws.world.calls.mutationsByController.length;
    if (variant === 'event') rig.aws.world.bus.turn({});
    for (const place of places) records.set(place.bucket, await change(rig, place));
    if (variant === 'event') return;
    for (const place of places) broken.set(place.bucket, await amiss(rig, place));
    await rig.start({ scanEvery: '4s' });
  }, 300_000);
  afterAll(() => stage.stop());

  describe.each(placed(scenarios))('alert $scenario.alert: $scenario.name', ({ bucket, scenario }) => {
    const place = () => {
      const found = stage.places.find((one) => one.bucket === bucket);
      if (found === undefined) throw new Error(`${bucket} is not on the stage`);
      return found;
    };

    test('ends as declared, or stays for a human', async () => {
      const wrong = await until(
        () => amiss(stage.rig, place()),
        (found) => found.length === 0,
        longest,
      );
      expect(wrong).toEqual([]);
      // Nobody is at work between a lost change and the scan that finds it: there the change shows.
      if (variant === 'lost' && scenario.writes.length > 0) expect(broken.get(bucket)).not.toEqual([]);
    }, 90_000);

    test('is told of once for each aspect, with who did it or since when', async () => {
      const made = records.get(bucket) ?? [];
      expect(made.map(({ errorCode }) => errorCode)).toEqual(made.map(() => undefined));
      for (const { eventName } of made) expect(scenario.events).toContain(eventName);
      const incidents = await until(
        () => incidentsAt(stage.rig, place()),
        (found) =>
          isDeepStrictEqual(found.map(inWords), scenario.incidents) &&
          found.every(({ status, outcome }) => (outcome === 'reverted') === (status === 'closed')),
        longest,
        (found) => found.map(inWords),
      );
      const ids = made.map(({ eventID }) => eventID);
      const explained = incidents.flatMap(({ explains }) => explains);
      expect([...new Set(explained)].sort()).toEqual(variant === 'event' ? [...ids].sort() : []);
      const since = isBornLater(scenario) ? 'unknown' : 'between';
      for (const { channel, who, occurred } of incidents) {
        expect(channel).toBe(variant === 'event' ? 'event' : 'scan');
        expect(occurred.kind).toBe(variant === 'event' ? 'at' : since);
        expect(who.kind === 'known' ? who.actor.arn : who.kind).toBe(
          variant === 'event' ? made[0]?.userIdentity['arn'] : 'unknown',
        );
      }
    }, 90_000);
  });

  test('each is told to people, and nothing else is written afterwards', async () => {
    const { rig, places } = stage;
    await drained(stage);
    if (variant === 'lost') await scanned(stage);
    for (const place of places) {
      expect([place.bucket, ...writesTo(rig, place, before)]).toEqual([
        place.bucket,
        ...place.scenario.writes,
      ]);
      const incidents = await incidentsAt(rig, place);
      expect(incidents.map(inWords)).toEqual(place.scenario.incidents);
      for (const { id } of incidents)
        expect(stage.told().filter((one) => one.startsWith(`${id}.`))).not.toEqual([]);
    }
    const expected = places.flatMap(({ scenario }) => scenario.writes);
    expect(rig.aws.world.calls.mutationsByController.slice(before)).toHaveLength(expected.length);
    expect(rig.aws.world.oracle.violations).toEqual([]);
  }, 200_000);
}

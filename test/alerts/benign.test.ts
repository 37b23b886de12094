import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allAlerts } from './data.js';
import { amiss, incidentsAt, inWords, writesTo } from './judge.js';
import { placed } from './place.js';
import { change, drained, type Stage, scanned, setStage } from './stage.js';

const scenarios = allAlerts()
  .flatMap((one) => one.scenarios)
  .filter(({ kind }) => kind === 'benign');
const names = new Map<string, readonly string[]>();
let stage: Stage;
let before = 0;

beforeAll(async () => {
  stage = await setStage(scenarios);
  const { rig, places } = stage;
  await rig.start({ scanEvery: '5s' });
  await scanned(stage);
  const { world } = rig.aws;
  before = world.calls.mutationsByController.length;
  world.bus.turn({});
  for (const place of places)
    names.set(
      place.bucket,
      (await change(rig, place)).map(({ eventName }) => eventName),
    );
  await drained(stage);
  await scanned(stage);
}, 300_000);
afterAll(() => stage.stop());

describe.each(placed(scenarios))('alert $scenario.alert, benign: $scenario.name', ({ bucket, scenario }) => {
  test('the same event, and neither a write nor a word', async () => {
    const place = stage.places.find((one) => one.bucket === bucket);
    if (place === undefined) throw new Error(`${bucket} is not on the stage`);
    const heard = names.get(bucket) ?? [];
    expect(heard.length).toBeGreaterThan(0);
    for (const name of heard) expect(scenario.events).toContain(name);
    expect(await amiss(stage.rig, place)).toEqual([]);
    expect(writesTo(stage.rig, place, before)).toEqual([]);
    const told = (await incidentsAt(stage.rig, place)).map((one) => ({ ...inWords(one), found: one.found }));
    expect(told).toEqual([]);
  });
});

test('every event arrived, and people were told nothing', async () => {
  const { rig, places } = stage;
  const made = places.flatMap(({ bucket }) => names.get(bucket) ?? []);
  expect(rig.aws.world.bus.counts.delivered).toBe(made.length);
  expect(rig.aws.world.calls.mutationsByController.slice(before)).toEqual([]);
  const onboarding: string[] = [];
  for await (const { id, channel } of (await rig.ledger()).incidents({}))
    if (channel === 'command') onboarding.push(id);
  const news = stage.told().filter((told) => !onboarding.some((id) => told.startsWith(`${id}.`)));
  expect(news).toEqual([]);
  expect(rig.aws.world.oracle.violations).toEqual([]);
});

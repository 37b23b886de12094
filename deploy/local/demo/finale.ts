import type { JsonObject } from '../../../controller/domain/json.js';
import { instant } from '../../../controller/domain/time.js';
import { orders, website } from './cast.js';
import { runInView, runToEnd } from './child.js';
import type { Played, Theatre, Tried } from './play.js';
import type { Backdrop } from './prepare.js';
import { complaints, type Evidence, spread, stillOpen } from './verdict.js';
import { targetOf, untilTrue } from './watcher.js';

/** How long what is still under way may take to end, in milliseconds. */
const patienceMs = 15_000;

/** Waits until nothing is under way any more, and writes down what S3, the ledger and the oracle say. */
export async function gather(
  { aws, book, clock, stopping }: Theatre,
  played: readonly Played[],
  tried: readonly Tried[],
): Promise<Evidence> {
  const open = await untilTrue(
    clock,
    patienceMs,
    () => stillOpen(book),
    ({ length }) => length === 0,
    stopping,
  );
  const noted: Evidence['tried'][number][] = [];
  for (const one of tried) {
    const target = targetOf(one.attempt);
    // CloudTrail tells whole seconds, so the event may seem to be older than the attempt.
    const from = instant(new Date(Date.parse(one.at) - 1000));
    let onTimeline = false;
    for await (const { errorCode } of book.timeline({ target }, from, instant(clock.now())))
      onTimeline ||= errorCode === one.attempt.refusal;
    noted.push({ ...one, onTimeline });
  }
  const { oracle } = aws.world;
  return {
    played,
    tried: noted,
    open,
    objections: oracle.violations.map(({ bucket, request, before, after }) => ({
      bucket,
      operation: request.operation,
      before,
      after,
    })),
    websiteGrants: oracle.grants(website),
  };
}

/** Says in a few lines how it went. */
export function pronounce({ narrator }: Pick<Backdrop, 'narrator'>, evidence: Evidence): void {
  const { played, tried, objections } = evidence;
  const healed = played.filter((one) => one.healed);
  const { median, max } = spread(healed.flatMap(({ ms }) => (ms === undefined ? [] : [ms])));
  const by = (channel: string): number =>
    healed.filter(({ incident }) => incident?.channel === channel).length;
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  narrator.chapter(`Verdict: ${healed.length} of ${played.length} put back`);
  narrator.item('time to repair', `median ${seconds(median)}, longest ${seconds(max)}`);
  narrator.item('found by', `event ${by('event')}, scan ${by('scan')}, re-check ${by('recheck')}`);
  narrator.item('refused by S3', `${tried.length} attempt, kept on the time line of whoever tried`);
  narrator.item(
    'opened too far',
    `${objections.length === 0 ? 'never' : `${objections.length} times`}: a judge in the local AWS looked at every call of the controller`,
  );
  narrator.item(
    'website',
    complaintsAbout(evidence, website) ? 'not as it has to be' : 'readable for the world, and only that',
  );
  for (const complaint of complaints(evidence)) narrator.item('WRONG', complaint);
}

const complaintsAbout = (evidence: Evidence, name: string): boolean =>
  complaints(evidence).some((complaint) => complaint.includes(name));

/** Shows the report, the story of the policy made public, and what to do next. */
export async function show({ env, narrator, stopping }: Backdrop, { played }: Evidence): Promise<void> {
  narrator.chapter('$ snapback report --since 1h');
  await runInView(env, ['report', '--since', '1h'], stopping);
  const story = played.find(({ act }) => act.bucket === orders && act.aspect === 'bucketPolicy')?.incident;
  if (story !== undefined) {
    narrator.chapter(`$ snapback incident ${story.id}`);
    await runInView(env, ['incident', story.id], stopping);
  }
  narrator.chapter('What next');
  narrator.item('look', 'deploy/local/demo/baselines and policies: what was declared, in short YAML');
  narrator.item('play', 'npx snapback local-aws, and try to break a bucket yourself');
  narrator.item('check', 'npx snapback check, once you have written a baseline of your own');
  narrator.item('plan', 'npx snapback plan, with your AWS credentials: shows differences, writes nothing');
}

/** The report as data. */
export async function reportDocument({ env, stopping }: Backdrop): Promise<JsonObject> {
  const { out } = await runToEnd(env, ['report', '--since', '1h', '--json'], stopping);
  return JSON.parse(out) as JsonObject;
}

import type { JsonObject } from '../../../controller/domain/json.js';
import type { Channel } from '../../../controller/domain/signal.js';
import { instant } from '../../../controller/domain/time.js';
import { distribution } from '../../../controller/report/distribution.js';
import { duration } from '../../../controller/report/human-time.js';
import type { Ending } from './act.js';
import { orders, website } from './cast.js';
import { runInView, runToEnd } from './child.js';
import { expectedOf, type Played, type Theatre, type Tried } from './play.js';
import type { Backdrop } from './prepare.js';
import { complaints, type Evidence, isWebsiteRight, stillOpen } from './verdict.js';
import { fateOf, targetOf, untilTrue } from './watcher.js';

/** How long what is still under way may take to end, in milliseconds. */
const patienceMs = 15_000;

/** Waits until nothing is under way any more, and writes down what S3, the ledger and the oracle say. */
export async function gather(
  theatre: Theatre,
  played: readonly Played[],
  tried: readonly Tried[],
): Promise<Evidence> {
  const { aws, book, clock, stopping } = theatre;
  // What was handed to people is theirs, and stays open.
  const theirs = played.filter(({ ending }) => ending === 'handedOver').map(({ incident }) => incident?.id);
  const open = await untilTrue(
    clock,
    patienceMs,
    () => stillOpen(book, theirs),
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
  // Once more at the end: what was put back has to have stayed so, and what was handed over to have been left alone.
  const atTheEnd = played.map(async (one) => {
    const { ending, ...rest } = one;
    return ending === expectedOf(one.act) ? { ...rest, ...(await fateOf(one.act, one.begun, theatre)) } : one;
  });
  return {
    played: await Promise.all(atTheEnd),
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
  const healed = played.filter(({ ending }) => ending === 'putBack');
  const theirs = played.filter(({ ending }) => ending === 'handedOver');
  const wanted = (ending: Ending): number => played.filter(({ act }) => expectedOf(act) === ending).length;
  const { p50Ms, maxMs } = distribution(healed.flatMap(({ ms }) => (ms === undefined ? [] : [ms])));
  const by = (channel: Channel): number =>
    played.filter(({ incident }) => incident?.channel === channel).length;
  narrator.chapter(
    `Verdict: ${healed.length} of ${wanted('putBack')} put back, ` +
      `${theirs.length} of ${wanted('handedOver')} handed to people`,
  );
  if (p50Ms !== null && maxMs !== null)
    narrator.item(
      'time to repair',
      `median ${duration(p50Ms)}, longest ${duration(maxMs)}, from the act to the proof`,
    );
  narrator.item(
    'found by',
    `event ${by('event')}, scan ${by('scan')}, re-check ${by('recheck')}; ` +
      `the events of ${played.filter(({ act }) => act.eventLost).length} acts were lost`,
  );
  for (const { incident } of theirs)
    narrator.item('for people', firstSentence(incident?.escalation?.runbook ?? ''));
  for (const { attempt, errorCode } of tried)
    narrator.item('refused by S3', `${attempt.deed}: ${errorCode ?? 'not refused'}`);
  narrator.item(
    'opened too far',
    `${objections.length === 0 ? 'never' : `${objections.length} times`}, says a judge in the local AWS who saw every call`,
  );
  narrator.item(
    'website',
    isWebsiteRight(evidence) ? 'open to the world for reading only, as declared' : 'not as declared',
  );
  for (const complaint of complaints(evidence)) narrator.item('WRONG', complaint);
}

/** The rest of a runbook tells how, step by step: `snapback incident` shows it. */
const firstSentence = (runbook: string): string => runbook.split(/(?<=\.) /, 1)[0] ?? '';

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
  narrator.item('play', 'node dist/controller/main.js local-aws: a local AWS of your own to break');
  narrator.item('check', 'node dist/controller/main.js check: are your own baselines in order?');
  narrator.item('plan', 'node dist/controller/main.js plan: what differs in your account; only reads');
}

/** The report as data. */
export async function reportDocument({ env, stopping }: Backdrop): Promise<JsonObject> {
  const { out } = await runToEnd(env, ['report', '--since', '1h', '--json'], stopping);
  return JSON.parse(out) as JsonObject;
}

import { aspectNamed } from '../aspects/index.js';
import type { Incident } from '../domain/incident.js';
import type { LedgerQueries } from '../domain/ledger.js';
import { instant } from '../domain/time.js';
import { foundDigest } from '../engine/compare.js';
import { answersOf } from '../report/answers.js';
import { incidentDocument, incidentJson } from '../report/incident-json.js';
import { incidentText } from '../report/incident-text.js';
import { actorKey, nearTime, type RelatedCall, relatedCalls } from '../report/related.js';
import type { Command } from './command.js';
import { incidentNamed } from './incident-named.js';

export const incident: Command = {
  name: 'incident',
  takes: '<id>',
  summary: "Answer an auditor's nine questions about one incident",
  examples: ['incident inc-01JD3V8Z4Q', 'incident inc-01JD3V8Z4Q --json'],
  async run(tools, { json }, [id = '']) {
    const ledger = tools.ledger();
    const found = await incidentNamed(ledger, id);
    const background = {
      episodes: await all(ledger.episodes(found.target, found.aspect)),
      prevention: (aspect: string) => aspectNamed(aspect)?.prevention,
      state: waivableState(found),
    };
    const document = incidentDocument(
      found,
      answersOf(found, background),
      await related(ledger, found),
      instant(tools.clock.now()),
    );
    tools.terminal.out(json ? incidentJson(document) : incidentText(document, tools.terminal));
    return 0;
  },
};

/** The identity of what was found, if a waiver can be given for it. */
function waivableState({ finding, aspect, found, target }: Incident): string | undefined {
  if (finding !== 'difference' || aspectNamed(aspect) === undefined) return undefined;
  const isKnown = found.kind === 'absent' || (found.kind === 'observed' && found.unknown === undefined);
  return isKnown ? foundDigest(aspect, found, target) : undefined;
}

/** What the same actor did, and what else happened to the same bucket, within an hour. */
async function related(ledger: LedgerQueries, found: Incident): Promise<readonly RelatedCall[]> {
  const { from, to } = nearTime(found);
  const actor = actorKey(found);
  const lines = [
    ...(await all(ledger.timeline({ target: found.target }, from, to))),
    ...(actor === undefined ? [] : await all(ledger.timeline({ actor }, from, to))),
  ];
  return relatedCalls(found, lines);
}

async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

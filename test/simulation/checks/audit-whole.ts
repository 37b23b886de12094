import { createHash } from 'node:crypto';
import { unpacked } from '../reality.js';
import type { Check } from './check.js';

const ofTheRow = new Set(['pk', 'sk', 'hash', 'draft']);

/** JSON with the members in the order of their names. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );

/** Audit rows are numbered without gaps, each carries the hash of the one before, none is ever changed. */
export const auditWhole: Check = {
  name: 'the audit has no gap, its chain holds, no row of it changes, and nothing is answered that was not sent',
  find({ happenings, world }) {
    const wrongs: string[] = [];
    const kept = new Map<string, string>();
    for (const one of happenings) {
      if (one.kind !== 'row' || !one.sk.startsWith('audit/')) continue;
      const key = `${one.pk} ${one.sk}`;
      const text = canonical(one.row);
      if (kept.has(key) && kept.get(key) !== text) wrongs.push(`${one.at}: ${one.process} changes ${key}`);
      kept.set(key, text);
    }
    const rows = world.rows.all
      .filter(({ sk }) => String(sk).startsWith('audit/'))
      .sort((one, other) => (String(one['sk']) < String(other['sk']) ? -1 : 1));
    const chains = new Map<string, (typeof rows)[number][]>();
    for (const row of rows) {
      const chain = `${String(row['pk'])} ${String(row['aspect'])}`;
      chains.set(chain, [...(chains.get(chain) ?? []), row]);
    }
    for (const chain of chains.values()) {
      let previous = '';
      const sent = new Set<string>();
      for (const [place, row] of chain.entries()) {
        const where = `${String(row['pk'])} ${String(row['sk'])}`;
        const members = Object.entries(row).filter(([name]) => !ofTheRow.has(name));
        const entry = Object.fromEntries(members.map(([name, value]) => [name, unpacked(value)]));
        const hash = createHash('sha256').update(canonical(entry)).digest('hex');
        if (entry['seq'] !== place + 1) wrongs.push(`${where} is number ${place + 1}`);
        if (entry['previous'] !== previous) wrongs.push(`${where} does not follow the row before it`);
        if (row['hash'] !== hash) wrongs.push(`${where} has another hash`);
        previous = hash;
        if (entry['kind'] === 'sent') sent.add(String(entry['incident']));
        if (entry['kind'] === 'answered' && !sent.has(String(entry['incident'])))
          wrongs.push(`${where} is the answer to what was never sent`);
      }
    }
    return wrongs;
  },
};

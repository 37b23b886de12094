import { parseArgs } from 'node:util';
import { inputAt, play } from './play.js';
import { subjects } from './subjects.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    count: { type: 'string', default: '100000' },
    /** One input alone, by the place that a failure names. */
    place: { type: 'string' },
    subject: { type: 'string' },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const seed = Number(values.seed);
const chosen = subjects.filter(({ name }) => values.subject === undefined || name === values.subject);
if (chosen.length === 0) throw new Error(`No subject '${values.subject}'`);

say(`Fuzz: seed ${seed} (--seed ${seed} gives the same inputs)`);
for (const subject of chosen) {
  const from = Number(values.place ?? 0);
  const count = values.place === undefined ? Number(values.count) : 1;
  if (values.place !== undefined) say(JSON.stringify(inputAt(subject, seed, from)));
  const { inputs, slowestMs, slowestPlace, failures } = await play(subject, seed, from, count);
  say(
    `${subject.name}: ${inputs} inputs, slowest ${slowestMs.toFixed(1)} ms (place ${slowestPlace}), ${failures.length} failures`,
  );
  for (const { place, input, why } of failures) {
    say(`  --seed ${seed} --subject ${subject.name} --place ${place}: ${why}`);
    say(`  ${JSON.stringify(input.slice(0, 2_000))}`);
    process.exitCode = 1;
  }
}

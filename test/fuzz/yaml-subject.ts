// biome-ignore-all lint/suspicious/noTemplateCurlyInString: baselines and policies have variables of their own.
import type { Random } from '../../deploy/local/random.js';
import { problemsOf } from '../catalog/loading.js';
import { hostileJson, mutated, nested, noise, pick } from './hostile.js';
import { must, type Subject } from './subject.js';

const sound = `name: base
aspects: &a
  door: { open: false }
  sign: { text: "hello", colour: red, lines: [a, 'b'] }
  tagging: { k: v }
---
name: it
extends: base
select: { buckets: ['a-*', '!a-b'], accounts: ['111122223333'], regions: [eu-*] }
mode: dry-run
aspects: { lock: { key: key-a-1 } }
reopen: { lock: auto }
`;
const words = ['name', 'select', 'buckets', 'extends', 'aspects', 'door', 'tagging', 'reopen', 'mode'];
const fragments = [
  ...['\n', '---\n', ': ', '- ', '{', '}', '[', ']', '"', "'", '&a ', '*a', '!!str ', '!!js/function ', '? '],
  ...[
    '| ',
    '>',
    '#',
    '%',
    '\t',
    '\0',
    '\u2028',
    '${',
    '${bucket}',
    '${__proto__}',
    '__proto__: 1\n',
    'name: it\n',
  ],
  ...[
    '<<: *a\n',
    'null',
    '1e999',
    '.inf',
    '0x7fffffffffffffffff',
    '*',
    '!',
    '\uFEFF',
    '\r',
    '\u0007',
    '*a*a*?',
  ],
  ...['constructor: { prototype: { polluted: 1 } }\n', '%YAML 9.9\n', '- '.repeat(80), '? '.repeat(80)],
];

/** Aliases of aliases, which would be billions of values if anybody followed them. */
const bomb = (random: Random): string => {
  const width = pick(random, [2, 8, 30]);
  const level = (place: number): string =>
    `  l${place}: &l${place} [${Array(width)
      .fill(place === 0 ? 'x' : `*l${place - 1}`)
      .join(', ')}]\n`;
  return `name: it\naspects:\n${Array.from({ length: pick(random, [3, 12, 40]) }, (_, place) => level(place)).join('')}`;
};

/** A file of baselines, or one of policies. */
export const yamlSubject: Subject = {
  name: 'yaml',
  input(random: Random) {
    const kind = random();
    if (kind < 0.75) return mutated(random, sound, fragments);
    if (kind < 0.9) return hostileJson(random, words);
    if (kind < 0.99) return noise(random, 60);
    return kind < 0.998 ? bomb(random) : nested(random);
  },
  check(text) {
    const lines = text.split('\n');
    for (const { line, col, message, fix } of problemsOf(text)) {
      must(message.length > 0 && fix.length > 0, 'a problem says what is wrong and what to write instead');
      must(line >= 1 && line <= lines.length, `line ${line} is in the file`);
      must(col >= 1 && col <= (lines[line - 1]?.length ?? 0) + 2, `column ${col} is in its line`);
    }
  },
};

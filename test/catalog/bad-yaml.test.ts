// biome-ignore-all lint/suspicious/noTemplateCurlyInString: baselines have variables of their own.
import { expect, it } from 'vitest';
import { problemsOf, told } from './loading.js';

/** What is wrong, the file, and what the author is told: `LINE:COL MESSAGE -> FIX`. */
const cases: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a key given twice',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  door: {}\n  door: {}\n",
    ['5:3 door is given twice -> keep one of the two'],
  ],
  [
    'keys that reach prototypes',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  __proto__: {}\n  tagging: { constructor: x }\n",
    [
      '4:3 the key __proto__ is not allowed -> take it away',
      '5:14 the key constructor is not allowed -> take it away',
    ],
  ],
  [
    'tabs',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n\tdoor: {}\n",
    ['4:1 Tabs are not allowed as indentation -> indent with spaces'],
  ],
  [
    'a variable in braces without quotes',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  tagging: { a: ${account} }\n",
    ['4:18 Unexpected flow-map-start at node end -> put texts with ${...} in quotes'],
  ],
  ['comments only', '# nothing\n', ['1:1 the file is empty -> write a document, or delete the file']],
  [
    'a text for a document',
    'hello\n',
    [
      '1:1 the document must be a map, not text -> What must be, for the buckets or accounts that it selects.',
    ],
  ],
  [
    'a tag',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  sign: { text: !!binary aGk= }\n",
    ['4:26 is neither text, nor a number, true, false or null -> put it in quotes if text is meant'],
  ],
  [
    'no number',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  sign: { text: .nan }\n",
    ['4:17 is neither text, nor a number, true, false or null -> put it in quotes if text is meant'],
  ],
  [
    'an alias of nothing',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  sign: *nope\n",
    ['4:9 *nope names nothing before it -> anchor the value with &nope first'],
  ],
  [
    'an alias of itself',
    "name: it\nselect: { buckets: ['a-*'] }\naspects: &a\n  sign: *a\n",
    ['4:9 *a names nothing before it -> anchor the value with &a first'],
  ],
  [
    'a number for a key',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  tagging: { 2024: x }\n",
    ['4:14 the key is not text -> put the key in quotes'],
  ],
  [
    'lists in lists',
    `name: it\nselect: { buckets: ['a-*'] }\naspects: { sign: ${'['.repeat(50)}${']'.repeat(50)} }\n`,
    ['3:57 nested more than 40 deep -> flatten it: nothing in S3 is nested as deep'],
  ],
  [
    'more lists in lists than are parsed',
    `name: it\nselect: { buckets: ['a-*'] }\naspects: { sign: ${'['.repeat(5000)} }\n`,
    ['3:77 nested more than 60 deep -> split it into several files'],
  ],
];

it.each(cases)('tells of %s', (_, yaml, expected) => {
  expect(told(problemsOf(yaml))).toEqual(expected);
});

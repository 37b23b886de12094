import { expect, it } from 'vitest';
import { problemsOf, told } from './loading.js';

/** What is wrong, the file, and what the author is told: `LINE:COL MESSAGE -> FIX`. */
const cases: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a misspelt member',
    "name: it\nselect: { buckets: ['a-*'] }\naspects: { door: {} }\nenviroment: x\n",
    ['4:1 enviroment is unknown here -> did you mean environment?'],
  ],
  [
    'a member like no other',
    "name: it\nselect: { buckets: ['a-*'] }\naspects: { door: {} }\nzzzz: x\n",
    [
      '4:1 zzzz is unknown here -> take it away, or write one of: name, extends, select, mode, recreate, waivable, environment, owner, contact, aspects, reopen',
    ],
  ],
  [
    'a misspelt aspect',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  dor: {}\n",
    ['4:3 dor is unknown here -> did you mean door?'],
  ],
  [
    'no name',
    "select: { buckets: ['*'] }\naspects: { door: {} }\n",
    [
      '1:1 the document lacks name -> add name: Unique in the catalogue: lower-case letters, digits and hyphens, such as private-data.',
    ],
  ],
  [
    'a name with capitals',
    "name: It is\nselect: { buckets: ['*'] }\naspects: { door: {} }\n",
    [
      '1:7 name cannot be It is -> Unique in the catalogue: lower-case letters, digits and hyphens, such as private-data.',
    ],
  ],
  [
    'an account without quotes',
    "name: it\nselect: { buckets: ['*'], accounts: [012345678901] }\naspects: { door: {} }\n",
    ["2:38 accounts[0] must be text, not a number -> put it in quotes: '012345678901'"],
  ],
  [
    'a glob with braces',
    "name: it\nselect: { buckets: ['{a,b}'] }\naspects: { door: {} }\n",
    [
      "2:21 buckets[0] cannot be '{a,b}' -> Lower-case letters, digits, dots, hyphens, * and ?; ! in front excludes.",
    ],
  ],
  [
    'an empty selection',
    'name: it\nselect: {}\naspects: { door: {} }\n',
    ['2:9 select is empty -> Which targets. Without it the baseline is a layer for others to extend.'],
  ],
  [
    'absent where it cannot be',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  door: absent\n",
    [
      '4:9 door cannot be declared absent -> write the value that must be there, or take the line away to leave it unmanaged',
    ],
  ],
  [
    'no value',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  door:\n  sign: ~\n",
    [
      '4:8 door has no value -> write its value (often {}), or take the line away to leave it unmanaged',
      '5:9 sign has no value -> write its value (often {}), or take the line away to leave it unmanaged',
    ],
  ],
  [
    'a misspelt absent',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  sign: abzent\n",
    ['4:9 sign cannot be abzent -> did you mean absent?'],
  ],
  [
    'a missing and a wrong member',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  sign: { colour: gren }\n",
    ['4:9 sign lacks text -> add text', '4:19 colour cannot be gren -> did you mean green?'],
  ],
  [
    'texts without quotes',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  sign: { text: 5, lines: [a, true] }\n",
    [
      "4:17 text must be text, not a number -> put it in quotes: '5'",
      "4:31 lines[1] must be text, not true or false -> put it in quotes: 'true'",
    ],
  ],
  [
    'a list for a map',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  sign: [text]\n",
    ['4:9 sign must be a map, not a list -> What is written on the door.'],
  ],
  [
    'one form of several, misspelt',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  material: { wood: oack }\n",
    ['4:21 wood cannot be oack -> did you mean oak?'],
  ],
  [
    'another form of several, misspelt',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  material: { metals: [iron, stel] }\n",
    ['4:30 metals[1] cannot be stel -> did you mean steel?'],
  ],
  [
    'a pattern not kept',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  lock: { key: key-9 }\n",
    ['4:16 key cannot be key-9 -> A key of the house.'],
  ],
  [
    'a misspelt mode',
    "name: it\nselect: { buckets: ['a-*'] }\nmode: dryrun\naspects: { door: {} }\n",
    ['3:7 mode cannot be dryrun -> did you mean dry-run?'],
  ],
  [
    'a word on reopening that does not exist',
    "name: it\nselect: { buckets: ['a-*'] }\naspects: { door: {} }\nreopen: { sign: auto, door: yes }\n",
    ['4:29 door cannot be yes -> change it, or write one of: propose, auto'],
  ],
];

it.each(cases)('tells of %s', (_, yaml, expected) => {
  expect(told(problemsOf(yaml))).toEqual(expected);
});

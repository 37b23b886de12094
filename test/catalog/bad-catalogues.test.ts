// biome-ignore-all lint/suspicious/noTemplateCurlyInString: baselines have variables of their own.
import { expect, it } from 'vitest';
import { problemsOf, told } from './loading.js';

/** What is wrong, the file, and what the author is told: `LINE:COL MESSAGE -> FIX`. */
const cases: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'exclusions only',
    "name: it\nselect:\n  buckets: ['!a']\naspects: { door: {} }\n",
    ["3:12 buckets only excludes, so it selects nothing -> put '*' first to select all others"],
  ],
  [
    'exclusions that leave nothing',
    "name: it\nselect:\n  buckets: ['a', '!a*']\naspects: { door: {} }\n",
    [
      '2:1 it selects nothing that can exist -> its exclusions take away all that its globs take in: loosen them',
    ],
  ],
  [
    'a pattern not kept by what is filled in',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  lock: { key: 'key-${bucket}-1' }\n",
    [
      '4:3 lock of it cannot be reached on a-a: with its variables filled in, key must match pattern "^key-[a-z]+-1$" -> change it, or what it stands beside in it',
    ],
  ],
  [
    'reopening what is not declared',
    "name: it\nselect: { buckets: ['a-*'] }\naspects: { door: {} }\nreopen: { sign: auto }\n",
    ['4:11 reopen names sign, which is not declared -> declare sign under aspects, or take the line away'],
  ],
  [
    'unknown variables',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  sign:\n    text: in ${buckit} of ${aws:x}\n    lines: ['${zzz}', \"a\\tb ${Region}\"]\n",
    [
      '5:14 ${buckit} is no variable -> did you mean ${bucket}?',
      "6:14 ${zzz} is no variable -> use ${bucket}, ${account}, ${region}, ${partition} or one of IAM's, which have a colon",
      '6:29 ${Region} is no variable -> did you mean ${region}?',
    ],
  ],
  [
    'a variable in a key',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  tagging:\n    '${bucket}': x\n",
    ['5:5 ${bucket} stands in a key -> use variables in values only'],
  ],
  [
    'a variable that accounts do not have',
    "name: it\nselect: { accounts: ['111122223333'] }\naspects:\n  gate: { keeper: '${bucket} ${account}' }\n",
    ["4:20 an account has no bucket -> use ${account}, ${partition} or one of IAM's, which have a colon"],
  ],
  [
    'aspects of buckets and accounts',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  door: {}\n  gate: {}\n",
    [
      '5:3 gate belongs to an account, door in the same baseline to buckets -> declare gate in a baseline of its own, with select: { accounts: [...] }',
    ],
  ],
  [
    'an account aspect for buckets',
    "name: it\nselect: { buckets: ['a-*'] }\naspects:\n  gate: {}\n",
    [
      "2:1 it is for accounts, but does not say which -> add accounts: ['111122223333']",
      '2:1 it is for accounts: it cannot select buckets, regions or tags, nor be the default -> select accounts only',
    ],
  ],
  [
    'a bucket aspect for accounts',
    "name: it\nselect: { accounts: ['111122223333'] }\naspects: { door: {} }\n",
    [
      "2:1 it is for buckets, but does not say which -> add buckets, such as ['data-*'], or default: true for those that no other baseline selects",
    ],
  ],
  [
    'a layer without use',
    'name: it\naspects: { door: {} }\n',
    ['1:1 it selects nothing, and nothing extends it -> add select, or delete it'],
  ],
  [
    'no aspect at all',
    "name: it\nselect: { buckets: ['a-*'] }\n",
    ['1:1 it demands nothing -> name at least one aspect under aspects, or extend a baseline'],
  ],
  [
    'an unknown layer',
    "name: it\nselect: { buckets: ['a-*'] }\nextends: bse\n---\nname: base\naspects: {door: {}}\n",
    ['3:1 no baseline is named bse -> did you mean base?'],
  ],
  [
    'layers in a circle',
    "name: it\nselect: { buckets: ['a-*'] }\nextends: b\n---\nname: b\nextends: it\naspects: {door: {}}\n",
    [
      '3:1 extends itself: b -> it -> b -> take one extends away',
      '6:1 extends itself: it -> b -> it -> take one extends away',
    ],
  ],
  [
    'one name twice',
    "name: it\nselect: { buckets: ['a-*'] }\naspects: { door: {} }\n---\nname: it\nselect: { buckets: [b] }\naspects: { door: {} }\n",
    ['5:1 it is named already at baselines/it.yaml:1 -> give it a name of its own'],
  ],
  [
    'two that contradict each other',
    "name: it\nselect: { buckets: ['a-*'] }\naspects: { door: {} }\nowner: x\n---\nname: other\nselect: { buckets: ['*-b'] }\nowner: y\naspects: { door: { open: true } }\n",
    [
      '7:1 other and it (baselines/it.yaml:2) both select bucket a-b in eu-central-1 of account 111122223333 and contradict each other in door, owner -> let one extend the other, or exclude the shared buckets from one of them',
    ],
  ],
  [
    'what cannot be reached',
    "name: base\naspects:\n  sign: { text: hi }\n---\nname: it\nextends: base\nselect: { buckets: ['x*'] }\naspects:\n  door: { open: true }\n",
    [
      '3:3 sign of it cannot be reached on xaa: no sign can hang on an open door. Declare door { open: false }. -> change it here, or name sign in it (baselines/it.yaml:5) with a value that can be reached',
    ],
  ],
];

it.each(cases)('tells of %s', (_, yaml, expected) => {
  expect(told(problemsOf(yaml))).toEqual(expected);
});

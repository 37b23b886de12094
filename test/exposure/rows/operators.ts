import type { Json } from '../../../controller/domain/json.js';
import { allowing, closed, open, type RowCase, us } from './row-case.js';

const topic = `arn:aws:sns:eu-west-1:${us}:orders`;

/** The keys of each type, with a value that is fixed for any operator that compares it. */
const keys = {
  text: ['aws:PrincipalAccount', us],
  arn: ['aws:SourceArn', topic],
  address: ['aws:SourceIp', '203.0.113.0/24'],
} as const;
type Type = keyof typeof keys;

/** Which types each operator compares, and is false for whoever lacks the key or has another value. */
const confining: Readonly<Record<string, readonly Type[]>> = {
  StringEquals: ['text', 'arn'],
  StringEqualsIgnoreCase: ['text', 'arn'],
  StringLike: ['text', 'arn'],
  ArnEquals: ['arn'],
  ArnLike: ['arn'],
  IpAddress: ['address'],
  'ForAnyValue:StringEquals': ['text', 'arn'],
  'ForAnyValue:StringLike': ['text', 'arn'],
  'ForAnyValue:ArnLike': ['arn'],
  'ForAnyValue:IpAddress': ['address'],
};

/** Operators that let in everybody else, or everybody who lacks the key, or that S3 does not know. */
const others = [
  'StringNotEquals',
  'StringNotEqualsIgnoreCase',
  'StringNotLike',
  'ArnNotEquals',
  'ArnNotLike',
  'NotIpAddress',
  'StringEqualsIfExists',
  'StringLikeIfExists',
  'ArnLikeIfExists',
  'IpAddressIfExists',
  'ForAnyValue:StringEqualsIfExists',
  'ForAllValues:StringEquals',
  'ForAllValues:ArnLike',
  'ForAllValues:IpAddress',
  'ForAllValues:StringEqualsIfExists',
  'ForAnyValue:StringNotEquals',
  'Null',
  'Bool',
  'NumericEquals',
  'DateEquals',
  'BinaryEquals',
  'stringEquals',
  'STRINGLIKE',
  'StringEqual',
  'ForSomeValues:StringEquals',
  'foranyvalue:StringEquals',
];

const of = (row: string, title: string, condition: Json, confines: boolean): RowCase => ({
  row,
  title,
  given: allowing({ Condition: condition }),
  expect: confines ? closed() : open,
});

const crossed: readonly RowCase[] = [...Object.keys(confining), ...others].flatMap((operator) =>
  Object.entries(keys).map(([type, [key, value]]) =>
    of(
      `operator ${operator}`,
      `on ${key}`,
      { [operator]: { [key]: value } },
      confining[operator]?.some((each) => each === type) ?? false,
    ),
  ),
);

/** `Null: false` demands the key, and so mends what lets in whoever lacks it; it mends nothing else. */
const demanded: readonly RowCase[] = (
  [
    ['StringEqualsIfExists', 'false', true],
    ['ForAllValues:StringEquals', 'false', true],
    ['ForAllValues:StringEqualsIfExists', false, true],
    ['ForAllValues:StringEquals', ['false'], true],
    ['StringEqualsIfExists', 'true', false],
    ['StringEqualsIfExists', ['false', 'true'], false],
    ['StringEqualsIfExists', [], false],
    ['StringNotEquals', 'false', false],
    ['NumericEquals', 'false', false],
  ] as const
).map(([operator, value, confines]) =>
  of(
    'Null beside another operator',
    `${operator} with Null ${JSON.stringify(value)}`,
    { [operator]: { 'aws:PrincipalAccount': us }, Null: { 'AWS:principalaccount': value } },
    confines,
  ),
);

const combined: readonly RowCase[] = [
  of(
    'conditions are ANDed',
    'a fixed one beside a loose one',
    { StringEquals: { 'aws:SourceAccount': us }, StringLike: { 'aws:Referer': '*' } },
    true,
  ),
  of(
    'conditions are ANDed',
    'two keys of one operator, one fixed',
    { StringLike: { 'aws:SourceVpc': '*', 'aws:SourceAccount': us } },
    true,
  ),
  of(
    'conditions are ANDed',
    'a fixed one beside a negative one',
    { StringEquals: { 'aws:SourceAccount': us }, StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } },
    true,
  ),
  of(
    'conditions are ANDed',
    'two loose ones',
    { StringLike: { 'aws:SourceVpc': 'vpc-*', 'aws:PrincipalOrgID': 'o-*' } },
    false,
  ),
  of(
    'conditions are ANDed',
    'one key in two spellings, whose values may be added up',
    { StringLike: { 'aws:SourceAccount': us, 'AWS:SourceAccount': '*' } },
    false,
  ),
  of('conditions that cannot be read', 'a list', [{ StringEquals: { 'aws:SourceAccount': us } }], false),
  of('conditions that cannot be read', 'a text', 'aws:SourceAccount', false),
  of('conditions that cannot be read', 'null', null, false),
  of('conditions that cannot be read', 'an operator of text', { StringEquals: us }, false),
  of(
    'conditions that cannot be read',
    'a value of an object',
    { StringEquals: { 'aws:SourceAccount': {} } },
    false,
  ),
  of(
    'conditions that cannot be read',
    'a value of null among others',
    { StringEquals: { 'aws:SourceAccount': [us, null] } },
    false,
  ),
  of('conditions that cannot be read', 'none', {}, false),
];

const scalar: readonly RowCase[] = [
  of('values of other types', 'a number', { StringEquals: { 'aws:SourceAccount': Number(us) } }, true),
  of('values of other types', 'a list of it', { StringEquals: { 'aws:SourceAccount': [Number(us)] } }, true),
];

export const operatorCases: readonly RowCase[] = [...crossed, ...demanded, ...combined, ...scalar];

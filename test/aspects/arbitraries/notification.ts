import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { oneLeafChanged } from '../one-leaf.js';

type Line = {
  readonly Id?: string;
  readonly Events: readonly string[];
  readonly Filter?: JsonObject;
} & JsonObject;

const events = fc.constantFrom(
  ['s3:ObjectCreated:*'],
  ['s3:ObjectCreated:Put', 's3:ObjectRemoved:*'],
  ['s3:ObjectRestore:Post'],
  ['s3:LifecycleTransition'],
);
const names = { prefix: fc.constantFrom('prefix', 'Prefix'), suffix: fc.constantFrom('suffix', 'Suffix') };
const rule = (Name: fc.Arbitrary<string>, some: readonly string[]) =>
  fc.record({ Name, Value: fc.constantFrom(...some) });
// Never empty: what stands for everything is another spelling of no filter.
const filter = fc
  .oneof(
    fc.tuple(rule(names.prefix, ['in/', 'a b&c/'])),
    fc.tuple(rule(names.suffix, ['.jpg', 'é'])),
    fc.tuple(rule(names.prefix, ['in/']), rule(names.suffix, ['.jpg'])),
  )
  .map((FilterRules) => ({ Key: { FilterRules } }));

const list = (member: string, arns: readonly string[]): fc.Arbitrary<readonly Line[]> =>
  fc
    .uniqueArray(
      fc.record(
        { Id: fc.constant('told'), [member]: fc.constantFrom(...arns), Events: events, Filter: filter },
        { requiredKeys: [member, 'Events'] },
      ) as fc.Arbitrary<Line>,
      { selector: ({ Id: _, ...line }) => JSON.stringify(line).toLowerCase(), minLength: 1, maxLength: 3 },
    )
    .map((lines) =>
      lines.map(({ Id, ...line }, at) => (Id === undefined ? line : { ...line, Id: `${member} ${at}` })),
    );

const arns = (service: string): readonly string[] =>
  ['111122223333:one', '444455556666:two'].map((name) => `arn:aws:${service}:us-east-1:${name}`);

export const value: fc.Arbitrary<Json> = fc
  .record(
    {
      TopicConfigurations: list('TopicArn', arns('sns')),
      QueueConfigurations: list('QueueArn', arns('sqs')),
      LambdaFunctionConfigurations: list('LambdaFunctionArn', arns('lambda')),
      EventBridgeConfiguration: fc.constant({}),
    },
    { requiredKeys: [] },
  )
  .filter((document) => Object.keys(document).length > 0) as fc.Arbitrary<JsonObject>;

const lists = ['TopicConfigurations', 'QueueConfigurations', 'LambdaFunctionConfigurations'];
const mapped = (declared: Json, change: (lines: readonly Line[]) => readonly Line[]): JsonObject =>
  Object.fromEntries(
    Object.entries(declared as JsonObject).map(([name, member]) => [
      name,
      lists.includes(name) ? (change(member as unknown as readonly Line[]) as unknown as Json) : member,
    ]),
  );
const capitalised = ({ Key }: JsonObject): JsonObject =>
  JSON.parse(
    JSON.stringify({ Key }).replaceAll('"prefix"', '"Prefix"').replaceAll('"suffix"', '"Suffix"'),
  ) as JsonObject;

/** As S3 gives it back: every line with an Id, names capitalised; in any order, and with what a wildcard takes in. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> =>
  fc.boolean().map((backwards) =>
    mapped(declared, (lines) => {
      const shown = lines.map((line, at) => ({
        Id: `given ${at}`,
        ...line,
        Events: line.Events.flatMap((event) =>
          event === 's3:ObjectCreated:*' ? ['s3:ObjectCreated:Copy', event] : [event],
        ).reverse(),
        ...(line.Filter === undefined ? {} : { Filter: capitalised(line.Filter) }),
      }));
      return backwards ? shown.reverse() : shown;
    }),
  );

/** Another word anywhere, EventBridge switched, or one destination more. */
export const mutated = (declared: Json): fc.Arbitrary<Json> => {
  const { EventBridgeConfiguration: bridge, ...rest } = declared as JsonObject;
  const stranger = {
    Id: 'x',
    QueueArn: 'arn:aws:sqs:us-east-1:999900001111:q',
    Events: ['s3:ObjectCreated:*'],
  };
  const queues = (rest['QueueConfigurations'] ?? []) as readonly Json[];
  const others = [
    fc.constant({ ...rest, ...(bridge === undefined ? { EventBridgeConfiguration: {} } : {}) }),
    fc.constant({ ...(declared as JsonObject), QueueConfigurations: [...queues, stranger] }),
  ];
  return Object.keys(rest).length === 0
    ? fc.oneof(...others)
    : fc.oneof(
        oneLeafChanged(rest).map((some) => ({
          ...(some as JsonObject),
          ...(bridge === undefined ? {} : { EventBridgeConfiguration: bridge }),
        })),
        ...others,
      );
};

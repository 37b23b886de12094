import type { JsonObject } from '../../domain/json.js';
import type { RuleKind } from './given-ids.js';

type FilterRule = { readonly Name: string; readonly Value: string };
/** One line of S3's notification lists; of the ARNs it has the one of its list. */
export type NotificationRule = {
  readonly Id?: string;
  readonly TopicArn?: string;
  readonly QueueArn?: string;
  readonly LambdaFunctionArn?: string;
  readonly Events: readonly string[];
  readonly Filter?: { readonly Key?: { readonly FilterRules?: readonly FilterRule[] } };
} & JsonObject;
/** S3's document. EventBridge is on where its object is, empty as it is. */
export type Notification = {
  readonly TopicConfigurations?: readonly NotificationRule[];
  readonly QueueConfigurations?: readonly NotificationRule[];
  readonly LambdaFunctionConfigurations?: readonly NotificationRule[];
  readonly EventBridgeConfiguration?: JsonObject;
};

/** The three lists, by the names of S3. */
export const notificationLists = [
  'TopicConfigurations',
  'QueueConfigurations',
  'LambdaFunctionConfigurations',
] as const;

/** Every line of a document, whatever its list. */
export const linesOf = (document: Notification): readonly NotificationRule[] =>
  notificationLists.flatMap((list) => document[list] ?? []);

/** Where a line sends events. */
export const destinationOf = ({ TopicArn, QueueArn, LambdaFunctionArn }: NotificationRule): string =>
  TopicArn ?? QueueArn ?? LambdaFunctionArn ?? '';

/** What names must begin and end with: S3 gives the words back capitalised, however they were put. */
export function limitsOf({ Filter }: NotificationRule): { readonly prefix: string; readonly suffix: string } {
  const rules = Filter?.Key?.FilterRules ?? [];
  const said = (name: string): string => rules.find(({ Name }) => Name.toLowerCase() === name)?.Value ?? '';
  return { prefix: said('prefix'), suffix: said('suffix') };
}

/** Whether one event takes in the other: `s3:ObjectCreated:*` every way to create an object. */
export const covers = (one: string, other: string): boolean =>
  one === other || (one.endsWith('*') && other.startsWith(one.slice(0, -1)));

/** How lines of a notification are told apart. */
export const notificationRules: RuleKind<NotificationRule> = {
  id: 'Id',
  form: (line) => ({
    Destination: destinationOf(line),
    Events: [...new Set(line.Events)]
      .filter((event, _, all) => !all.some((other) => other !== event && covers(other, event)))
      .sort(),
    ...limitsOf(line),
  }),
};

/** Two lines for which S3 could not tell where an event goes, which it refuses (S3 User Guide, "Filters with overlaps"). */
export function overlapping(
  lines: readonly NotificationRule[],
): readonly [NotificationRule, NotificationRule] | undefined {
  const pairs = lines.flatMap((one, at) => lines.slice(at + 1).map((other) => [one, other] as const));
  return pairs.find(([one, other]) => {
    const [here, there] = [limitsOf(one), limitsOf(other)];
    const shares = (some: string, more: string, within: (a: string, b: string) => boolean): boolean =>
      within(some, more) || within(more, some);
    return (
      one.Events.some((event) => other.Events.some((more) => covers(event, more) || covers(more, event))) &&
      shares(here.prefix, there.prefix, (a, b) => a.startsWith(b)) &&
      shares(here.suffix, there.suffix, (a, b) => a.endsWith(b))
    );
  });
}

import { aspects } from '../aspects/index.js';
import type { Aspect } from '../aspects/kit/aspect.js';

/** What there is to know of an aspect before one declares it. */
export interface AspectRow {
  readonly name: string;
  readonly scope: string;
  /** CloudTrail's names of the calls that it listens to. */
  readonly events: readonly string[];
  readonly iam: Aspect['iam'];
  /** What can become of a difference: put back by calls, put back or handed to a human, or only reported. */
  readonly answer: 'reverted' | 'reverted or escalated' | 'reported';
  /** What is handed to a human. */
  readonly escalates?: string;
  /** How it is on directory buckets; missing if those have no such setting. */
  readonly directory?: Pick<AspectRow, 'iam' | 'escalates'>;
}

/** One row for each aspect of the registry, by name: for `snapback aspects` and for its table in the documents. */
export const aspectRows = (all: readonly Aspect[] = aspects): readonly AspectRow[] =>
  all.map(({ name, scope, events, iam, escalates, directory }) => ({
    name,
    scope,
    events,
    iam,
    // What no permission is asked for can only be told.
    answer:
      iam.write.length === 0 ? 'reported' : escalates === undefined ? 'reverted' : 'reverted or escalated',
    ...(escalates === undefined ? {} : { escalates }),
    ...(directory === undefined ? {} : { directory: { iam: directory.iam, ...called(directory) } }),
  }));

const called = ({ escalates }: { readonly escalates?: string }): Pick<AspectRow, 'escalates'> =>
  escalates === undefined ? {} : { escalates };

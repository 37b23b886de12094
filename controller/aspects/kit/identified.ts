import { canonicalText } from '../../domain/canonical.js';
import type { Json, JsonObject } from '../../domain/json.js';
import type { Effect, Step } from '../../domain/plan.js';
import { asJson } from './as-json.js';
import { type Aspect, defineAspect, type Situation } from './aspect.js';
import { onBucket } from './calls.js';
import { everyPage, type Page } from './pages.js';

/** One configuration of a sort of which a bucket has many, each under an Id that is its own. */
export type Identified = { readonly Id: string; readonly [member: string]: Json };

/** What is special about one sort of configuration; the rest all sorts have in common. */
interface Sort<Name extends string, One extends Identified>
  extends Pick<
    Aspect<Name>,
    'name' | 'events' | 'marker' | 'iam' | 'directory' | 'schema' | 'elements' | 'prevention'
  > {
  /** The name of one configuration in S3's calls, such as `InventoryConfiguration`. */
  readonly document: string;
  /** One page of S3's list, which is the only read that shows what nobody declared. */
  page(...input: Parameters<Page>): ReturnType<Page>;
  /** One configuration without its Id, in the form in which equal ones are equal. */
  form(one: One): JsonObject;
  /** What taking away an undeclared one does. */
  readonly removal: Effect;
  /** What putting a declared one does, over another of that Id or where there is none. */
  placing(declared: One, live: One | undefined): Effect;
  /** Why S3 would refuse one. */
  obstacle?(one: One): string | undefined;
}

/**
 * The aspect of one sort of configuration, owned whole: what is not declared must not be there, since an export that
 * nobody declared is the very thing to be found. Each Id is put and deleted by a call of its own, and only where it is
 * other than declared.
 */
export const identified = <Name extends string, One extends Identified>(
  sort: Sort<Name, One>,
): Aspect<Name, readonly One[]> => {
  const { document, page, form, removal: _, placing: __, obstacle, ...facts } = sort;
  return defineAspect<Name, readonly One[]>({
    ...facts,
    scope: 'bucket',
    needs: [],
    owns: [],
    absence: { codes: [], declarable: true },

    async read(reader) {
      const all = (await everyPage((input) => page(reader, input))).map((one) => asJson(one) as One);
      return all.length === 0 ? {} : { state: all };
    },

    canonical: (all) => Object.fromEntries(all.map((one) => [one.Id, form(one)])),

    write: (situation) => stepsFor(sort, situation),

    unreachable(all) {
      const ids = all.map(({ Id }) => Id);
      const twice = ids.find((id, at) => ids.indexOf(id) < at);
      if (twice !== undefined) return `two configurations have the Id ${twice}: give each its own`;
      const [reason] = all.flatMap((one) => {
        const found = obstacle?.(one);
        return found === undefined ? [] : [`${one.Id}: ${found}`];
      });
      return reason;
    },
  });
};

function stepsFor<Name extends string, One extends Identified>(
  { name, document, form, removal, placing }: Sort<Name, One>,
  { target, desired, actual }: Situation,
): readonly Step[] {
  if (desired === undefined) return [];
  const declared = desired.kind === 'value' ? (desired.value as unknown as readonly One[]) : [];
  const live = new Map(
    (actual.kind === 'observed' ? (actual.state as unknown as readonly One[]) : []).map((one) => [
      one.Id,
      one,
    ]),
  );
  const listed = new Set(declared.map(({ Id }) => Id));
  const isSame = (one: One, other: One | undefined): boolean =>
    other !== undefined && canonicalText(form(one)) === canonicalText(form(other));
  const step = (verb: 'put' | 'delete', effect: Effect, Id: string, input: JsonObject = {}): Step => ({
    id: `${name}.${verb}.${Id}`,
    aspect: name,
    service: 's3',
    operation: `${verb === 'put' ? 'Put' : 'Delete'}Bucket${document}`,
    input: { ...onBucket(target), Id, ...input },
    effect,
    leaves: desired,
  });
  return [
    // First, because S3 takes no more than 1,000 of a sort.
    ...[...live.keys()].filter((id) => !listed.has(id)).map((id) => step('delete', removal, id)),
    ...declared
      .filter((one) => !isSame(one, live.get(one.Id)))
      .map((one) => step('put', placing(one, live.get(one.Id)), one.Id, { [document]: one })),
  ];
}

import type { Json, JsonObject } from '../../domain/json.js';

type Tag = { readonly Key: string; readonly Value: string };
/** Which objects a rule speaks about, in S3's words; alone, or several predicates under `And`. */
export type ObjectFilter = {
  readonly Prefix?: string;
  readonly Tag?: Tag;
  readonly Tags?: readonly Tag[];
  readonly And?: ObjectFilter;
  readonly [member: string]: Json;
};

/** One flat set of predicates: a single one under `And` is the same as alone, an empty prefix the same as none. */
export function canonicalFilter({ And, Tag, Tags = [], Prefix, ...rest }: ObjectFilter): JsonObject {
  const tags = Tag === undefined ? Tags : [Tag, ...Tags];
  return {
    ...(And === undefined ? {} : canonicalFilter(And)),
    ...(rest as JsonObject),
    ...(Prefix === undefined || Prefix === '' ? {} : { Prefix }),
    ...(tags.length === 0 ? {} : { Tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) }),
  };
}

import type { JsonObject } from '../../domain/json.js';
import type { Reader } from '../../domain/ports.js';

/** One page of a list, as S3 answers it. */
interface Answer {
  readonly list?: readonly { readonly Id?: string | undefined }[] | undefined;
  readonly IsTruncated?: boolean | undefined;
  readonly NextContinuationToken?: string | undefined;
}

/** Reads one page. */
export type Page = (reader: Reader, input: JsonObject) => Promise<Answer>;

const incomplete = (why: string): Error =>
  Object.assign(new Error(`S3's list of configurations ${why}`), { name: 'IncompleteList' });

/**
 * All configurations of a list, page by page (S3 answers 100 at most, and the SDK has no paginator for these). Rejects
 * where the list does not say that it is complete: an incomplete one must not be taken for the whole.
 */
export async function everyPage(page: (input: JsonObject) => Promise<Answer>): Promise<readonly object[]> {
  const found = new Map<string, object>();
  const asked = new Set<string>();
  let input: JsonObject = {};
  for (;;) {
    const { list = [], IsTruncated: isTruncated, NextContinuationToken: next } = await page(input);
    for (const one of list) {
      if (one.Id === undefined) throw incomplete('has one without an Id');
      // One that was put while the pages were read may stand on two of them.
      found.set(one.Id, one);
    }
    if (isTruncated === undefined) throw incomplete('does not say whether it goes on');
    if (!isTruncated) return [...found.values()];
    if (next === undefined || asked.has(next)) throw incomplete('goes on, but not to a new page');
    asked.add(next);
    input = { ContinuationToken: next };
  }
}

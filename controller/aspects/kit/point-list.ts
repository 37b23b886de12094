import type { JsonObject } from '../../domain/json.js';

/** One page of a list of access points, as S3 Control answers it. */
interface Page<Point> {
  readonly list?: readonly Point[] | undefined;
  readonly NextToken?: string | undefined;
}

/** What S3 says of points of one kind does not hold together, so that a part could be taken for the whole. */
export const incomplete = (why: string): Error =>
  Object.assign(new Error(`S3's list of access points ${why}`), { name: 'IncompleteList' });

/** All points of a list by their names, page by page. Rejects where one has no name, or the pages go in a circle. */
export async function everyPoint<Point extends { readonly Name?: string | undefined }>(
  page: (input: JsonObject) => Promise<Page<Point>>,
): Promise<ReadonlyMap<string, Point>> {
  const points = new Map<string, Point>();
  const asked = new Set<string>();
  let input: JsonObject = {};
  for (;;) {
    const { list = [], NextToken: next } = await page(input);
    for (const point of list) {
      if (point.Name === undefined) throw incomplete('has one without a name');
      points.set(point.Name, point);
    }
    if (next === undefined) return points;
    if (asked.has(next)) throw incomplete('goes on, but not to a new page');
    asked.add(next);
    input = { NextToken: next };
  }
}

import { describe, expect, it } from 'vitest';
import { verdictOn } from '../../controller/exposure/verdict.js';
import { cases, type Expected } from './cases.js';

describe('a bucket whose exposure is documented', () => {
  it.each(cases.map((each) => [each.id, each.title, each] as const))('%s %s', (_id, _title, each) => {
    const { reasons, warnings: _, ...found } = verdictOn(each);
    const isCertain = ([field]: [string, unknown]): boolean =>
      !each.uncertainFields.includes(field as keyof Expected);
    const certain = Object.fromEntries(Object.entries(each.expect).filter(isCertain));
    expect(Object.keys(certain).length).toBeGreaterThan(0);
    expect(found).toMatchObject(certain);
    expect(reasons.length).toBeGreaterThan(0);
  });
});

import { type Catalogue, loadCatalogueTexts } from '../../controller/catalog/catalogue.js';
import { CatalogueError, type CatalogueProblem } from '../../controller/catalog/problem.js';
import type { Mode } from '../../controller/domain/response.js';
import type { BucketTarget } from '../../controller/domain/target.js';
import { sampleAspects } from './sample-aspects.js';

export const lastWord = {
  file: 'policies/_default.yaml',
  text: "- { id: default, aspect: '*', severity: medium, response: alert, why: nobody has decided yet }\n",
};

/** A catalogue of one baseline file and, as far as given, one file of policies, over the sample aspects. */
export const load = (baselines: string, policies?: string, mode: Mode = 'auto-revert'): Catalogue =>
  loadCatalogueTexts(
    {
      baselines: [{ file: 'baselines/it.yaml', text: baselines }],
      policies: [...(policies === undefined ? [] : [{ file: 'policies/it.yaml', text: policies }]), lastWord],
      mode,
    },
    sampleAspects,
  );

/** What keeps the same catalogue from being loaded. */
export function problemsOf(baselines: string, policies?: string): readonly CatalogueProblem[] {
  try {
    load(baselines, policies);
  } catch (error) {
    if (error instanceof CatalogueError) return error.problems;
    throw error;
  }
  return [];
}

/** `LINE:COL MESSAGE -> FIX`, as a table can hold it. */
export const told = (problems: readonly CatalogueProblem[]): readonly string[] =>
  problems.map(({ line, col, message, fix }) => `${line}:${col} ${message} -> ${fix}`);

export const bucket = (name: string, account = '111122223333'): BucketTarget => ({
  kind: 'bucket',
  partition: 'aws',
  account,
  name,
});

export const healthy = "name: it\nselect: { buckets: ['*'] }\naspects: { door: {} }\n";

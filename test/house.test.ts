import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aspects } from '../controller/aspects/index.js';
import manifest from '../package.json' with { type: 'json' };
import names from './house/cloudtrail-names.json' with { type: 'json' };
import { typedLines, wrongLines } from './house/commands.js';
import { pathsUnder, root, sourcesUnder, textOf } from './house/files.js';
import { allCommands } from './house/generated.js';
import { packageHosts, registered, tooLong, wrongNames } from './house/layout.js';
import { type Lock, lockGaps } from './house/lock.js';
import { anchorsOf, linksOf } from './house/markdown.js';
import { knownAlerts, shippedPolicies } from './house/policies-page.js';
import { importsOf, leftOut, looseTypes, takenFromTheAir } from './house/syntax.js';

/** MITRE ATT&CK for Enterprise, version 19: the tactics under which a technique stands. */
const tacticsOf: Readonly<Record<string, readonly string[]>> = {
  'T1074.002': ['TA0009'],
  T1098: ['TA0003', 'TA0004'],
  'T1098.003': ['TA0003', 'TA0004'],
  T1485: ['TA0040'],
  'T1485.001': ['TA0040'],
  T1486: ['TA0040'],
  T1489: ['TA0040'],
  T1490: ['TA0040'],
  T1491: ['TA0040'],
  'T1491.002': ['TA0040'],
  T1496: ['TA0040'],
  T1530: ['TA0009'],
  T1537: ['TA0010'],
  T1484: ['TA0004'],
  'T1608.001': ['TA0042'],
  T1619: ['TA0007'],
  T1685: ['TA0112'],
  'T1685.002': ['TA0112'],
};

const product = sourcesUnder('controller', 'deploy');
const tests = sourcesUnder('test');
const paths = pathsUnder('');
const documents = paths.filter((path) => path.endsWith('.md'));
const stems = pathsUnder('controller/aspects')
  .filter((path) => /^controller\/aspects\/(?!registry|index)[a-z-]+\.ts$/.test(path))
  .map((path) => path.replace(/^.*\/|\.ts$/g, ''));

describe('the aspects', () => {
  const registry = textOf('controller/aspects/registry.ts');

  it('stand in the registry, one line each, alphabetical, and nothing else does', () => {
    expect(registered(registry)).toEqual([...stems].sort());
    expect(registry.trim().split('\n')).toHaveLength(stems.length);
    expect(aspects).toHaveLength(stems.length);
  });

  it.each(stems)('%s is named as its file', (stem) => {
    const name = stem.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    expect(aspects.map((aspect) => aspect.name)).toContain(name);
  });

  it.each(stems)('%s has its own tests', (stem) => {
    expect(paths).toContain(`test/aspects/${stem}.test.ts`);
  });

  it.each(stems)('%s has arbitrary values', (stem) => {
    expect(paths).toContain(`test/aspects/arbitraries/${stem}.ts`);
  });

  it.each(aspects)('$name is named by a remediation policy', ({ name }) => {
    expect(shippedPolicies.map(({ aspect }) => aspect)).toContain(name);
  });

  it.each(aspects)('$name hears of calls that CloudTrail knows, under one name of the list', ({ events }) => {
    const known = Object.values(names).find((calls) => calls.includes(events[0] ?? '')) ?? [];
    expect(events.length).toBeGreaterThan(0);
    expect(known).toEqual(expect.arrayContaining([...events]));
  });

  it('share no call: what one of them hears, no other does', () => {
    const heard = aspects.flatMap(({ events }) => events);
    expect(heard).toEqual([...new Set(heard)]);
  });

  it('share no sub-resource by which their calls are known', () => {
    const markers = aspects.flatMap(({ marker }) => (marker === undefined ? [] : [marker]));
    expect(markers).toEqual([...new Set(markers)]);
  });

  it('need, own and are hidden by only aspects that exist', () => {
    const known = aspects.map(({ name }) => name);
    for (const { needs, owns, hiddenBy = [] } of aspects)
      expect(known).toEqual(expect.arrayContaining([...needs, ...owns, ...hiddenBy]));
  });
});

describe('the remediation policies', () => {
  const named = shippedPolicies.filter(({ aspect }) => aspect !== '*');

  it.each(named)('$id says what it is called, why it matters and what a human does', (policy) => {
    const { id, title, why, runbook, response } = policy;
    expect(title).not.toBe(id);
    expect(why).not.toBe('');
    if (response !== 'ignore') expect(runbook).toMatch(/\.$/);
  });

  it.each(named.filter(({ techniques }) => techniques.length > 0))(
    '$id has a tactic of one of its techniques',
    (policy) => {
      const fitting = policy.techniques.flatMap(
        (id) => tacticsOf[id] ?? expect.fail(`whose tactic is ${id}?`),
      );
      expect(fitting).toContain(policy.tactic);
    },
  );

  it.each(named.filter(({ severity, response }) => severity === 'critical' && response !== 'ignore'))(
    '$id is critical and says what somebody is after',
    ({ tactic, techniques }) => {
      expect(tactic).toBeDefined();
      expect(techniques.length).toBeGreaterThan(0);
    },
  );

  it('have titles of their own', () => {
    const titles = shippedPolicies.map(({ title }) => title);
    expect(titles).toEqual([...new Set(titles)]);
  });

  it.each(knownAlerts)('answer to $alert', ({ policies }) => {
    expect(policies.length).toBeGreaterThan(0);
    expect(shippedPolicies.map(({ id }) => id)).toEqual(expect.arrayContaining([...policies]));
  });
});

describe('the sources', () => {
  const wired =
    /^controller\/(?:compose|main|surroundings)\.ts$|^deploy\/local\/(?:clock|random)\.ts$|^deploy\/local\/demo\//;

  it('fit a screen or two', () => {
    expect(tooLong(product, 200)).toEqual([]);
  });

  it('are named in kebab-case, for what they are about', () => {
    expect(wrongNames([...product, ...tests].map(({ path }) => path))).toEqual([]);
  });

  it('take time, randomness, environment and terminal by parameters', () => {
    const free = product.filter(({ path }) => !wired.test(path));
    expect(free.flatMap(takenFromTheAir)).toEqual([]);
  });

  it('know no any and no default export', () => {
    // Declarations of somebody else's module have to say what it exports.
    const own = [...product, ...tests].filter(({ path }) => !path.endsWith('.d.ts'));
    expect(own.flatMap(looseTypes)).toEqual([]);
  });

  it('of the domain import nothing but the domain', () => {
    const domain = product.filter(({ path }) => path.startsWith('controller/domain/'));
    expect(domain.length).toBeGreaterThan(0);
    const foreign = domain.flatMap((file) =>
      importsOf(file).filter(({ from }) => !/^\.\/[^/]+\.js$/.test(from)),
    );
    expect(foreign).toEqual([]);
  });

  it('approve plans in one place', () => {
    const approving = product.filter((file) =>
      importsOf(file).some(
        ({ from, names: taken }) => from.endsWith('/plan.js') && /approve|\*/.test(taken.join()),
      ),
    );
    expect(approving.map(({ path }) => path)).toEqual(['controller/engine/decide.ts']);
  });

  it('of the tests leave no test out', () => {
    expect(tests.flatMap(leftOut)).toEqual([]);
  });
});

describe('the papers', () => {
  it('are under the Apache License 2.0', () => {
    expect(manifest.license).toBe('Apache-2.0');
    expect(textOf('LICENSE')).toMatch(/^\s*Apache License\s+Version 2\.0, January 2004/);
  });

  it('tell of the version of the package', () => {
    expect(textOf('CHANGELOG.md')).toMatch(
      new RegExp(`^## ${manifest.version.replaceAll('.', '\\.')}\\b`, 'm'),
    );
  });

  it('remember no place that packages were downloaded from', () => {
    const found = paths
      .filter((path) => /\.(?:json|md|ts|mjs|ya?ml|npmrc)$|^\.ci\//.test(path))
      .flatMap((path) => packageHosts(textOf(path)).map((host) => `${path}: ${host}`));
    expect(found.filter((line) => !line.startsWith('test/house/layout.test.ts'))).toEqual([]);
  });

  it('lock every package that is asked for, those of other platforms too', () => {
    expect(lockGaps(JSON.parse(textOf('package-lock.json')) as Lock)).toEqual([]);
  });

  it.each(documents)('%s links to what is there', (path) => {
    const dead = linksOf(textOf(path)).filter(
      (link) => !/^(?:https?:|mailto:)/.test(link) && !leads(path, link),
    );
    expect(dead).toEqual([]);
  });

  it.each(documents)('%s tells to type what can be typed', (path) => {
    expect(wrongLines(typedLines(textOf(path)), Object.keys(manifest.scripts), allCommands)).toEqual([]);
  });

  it('number the decisions without a gap', () => {
    const numbers = pathsUnder('docs/decisions').map((path) =>
      Number(path.slice('docs/decisions/'.length).slice(0, 4)),
    );
    expect(numbers).toEqual(numbers.map((_, place) => place + 1));
    expect(numbers.length).toBeGreaterThan(0);
  });
});

/** Whether a link of a document leads to a file, and to a heading in it. */
function leads(path: string, link: string): boolean {
  const [file = '', anchor] = link.split('#', 2);
  const to = file === '' ? path : normalize(join(dirname(path), file));
  if (!existsSync(join(root, to))) return false;
  return anchor === undefined || anchorsOf(textOf(to)).has(anchor);
}

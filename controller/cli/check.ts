import { counted } from '../report/lines.js';
import type { Command } from './command.js';

export const check: Command = {
  name: 'check',
  summary: 'Validate baselines and remediation policies, offline',
  examples: ['check', 'check --baselines baselines --policies policies --json'],
  async run(tools, { json }) {
    const catalogue = await tools.catalogue(tools.settings.mode);
    const { baselines, policies, wantedAspects, accounts, generation } = catalogue;
    const defaults = baselines.flatMap(({ name, select }) => (select?.default ? [name] : []));
    if (json) {
      tools.terminal.out(
        `${JSON.stringify({ ok: true, generation, baselines: baselines.map(({ name }) => name), defaults, policies: policies.map(({ id }) => id), aspects: wantedAspects, accounts })}\n`,
      );
      return 0;
    }
    tools.terminal.out(
      `In order: ${counted(baselines.length, 'baseline')}, ${policies.length} remediation policies.\n` +
        `Every effective baseline can be reached. Aspects: ${wantedAspects.join(', ')}.\n` +
        (defaults.length === 0
          ? 'No baseline is the default: what none selects is not held to anything.\n'
          : `Held to ${defaults.join(' or ')} by default: what no other baseline selects.\n`) +
        `Generation ${generation.slice(0, 12)}.\n`,
    );
    return 0;
  },
};

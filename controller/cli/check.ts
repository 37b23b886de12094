import type { Command } from './command.js';

export const check: Command = {
  name: 'check',
  summary: 'Validate baselines and remediation policies, offline',
  examples: ['check', 'check --baselines baselines --policies policies --json'],
  async run(tools, { json }) {
    const catalogue = await tools.catalogue(tools.settings.mode);
    const { baselines, policies, wantedAspects, accounts, generation } = catalogue;
    if (json) {
      tools.terminal.out(
        `${JSON.stringify({ ok: true, generation, baselines: baselines.map(({ name }) => name), policies: policies.map(({ id }) => id), aspects: wantedAspects, accounts })}\n`,
      );
      return 0;
    }
    tools.terminal.out(
      `${baselines.length} baselines and ${policies.length} remediation policies are in order.\n` +
        `Every effective baseline can be reached. Aspects: ${wantedAspects.join(', ')}.\n` +
        `Generation ${generation.slice(0, 12)}.\n`,
    );
    return 0;
  },
};

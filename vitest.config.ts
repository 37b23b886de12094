import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Many tests wait for a server: more of them at once than a small machine has cores.
    maxWorkers: 3,
    coverage: { include: ['controller/**', 'deploy/**'], reporter: ['text-summary', 'json-summary'] },
  },
});

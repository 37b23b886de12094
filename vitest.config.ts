import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Half of the time would go into loading the same modules for every file. What a file changes it puts back.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Many tests wait for a server: more of them at once than a small machine has cores.
    maxWorkers: 4,
    coverage: { include: ['controller/**', 'deploy/**'], reporter: ['text-summary', 'json-summary'] },
  },
});

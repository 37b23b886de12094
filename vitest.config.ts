import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Where nobody looks on, a test that starved beside others gets a second chance; what is broken fails twice.
    retry: process.env['CI'] === undefined ? 0 : 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Many tests wait for a server: more of them at once than a small machine has cores.
    maxWorkers: 3,
    coverage: { include: ['controller/**', 'deploy/**'], reporter: ['text-summary', 'json-summary'] },
  },
});

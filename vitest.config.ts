import { defineConfig } from 'vitest/config';

/** Tests that play a story in real time, with a whole controller and servers. */
const played = 'test/{alerts,demo,scenarios}/**/*.test.ts';

export default defineConfig({
  test: {
    // Half of the time would go into loading the same modules for every file. What a file changes it puts back.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Many tests wait for a server: more of them at once than a small machine has cores.
    maxWorkers: 4,
    coverage: { include: ['controller/**', 'deploy/**'], reporter: ['text-summary', 'json-summary'] },
    projects: [
      { extends: true, test: { name: 'played', include: [played] } },
      { extends: true, test: { name: 'told', include: ['test/**/*.test.ts'], exclude: [played] } },
    ],
  },
});

import { defineConfig } from 'vitest/config';
import { Protocol } from './setup/protocol.ts';
import config from './vitest.config.ts';

/** Everything, with every server, moment and size, and the property tests with millions of values. */
export default defineConfig({
  ...config,
  test: {
    ...config.test,
    exclude: [],
    reporters: ['default', new Protocol()],
    // Large databases: each file has its memory back at its end, and two at a time are enough.
    isolate: true,
    maxWorkers: 2,
    env: { ...config.test?.env, AUTOCORE_LONG: '1' },
    testTimeout: 3_600_000,
  },
});

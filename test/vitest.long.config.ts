import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** The property tests with millions of values, and hazards that take too long for every day. */
export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: ['test/engine/{hazards,properties}/**/*.test.ts'],
    env: { AUTOCORE_LONG: '1' },
    testTimeout: 3_600_000,
  },
});

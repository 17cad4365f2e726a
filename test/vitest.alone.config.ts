import { defineConfig } from 'vitest/config';
import { alone } from './alone.ts';
import config from './vitest.config.ts';

/** The tests that need no server of their own, on every system. */
export default defineConfig({
  ...config,
  test: { ...config.test, include: alone, exclude: [], globalSetup: ['test/setup/bundle.ts'] },
});

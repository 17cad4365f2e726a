import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { longFiles } from './long.ts';
import { byRealName, inMemory } from './setup/memory.ts';

byRealName();
inMemory();

/**
 * Threads of the engine are started from the bundle, as people start them: from the sources each of them would take as
 * long to load as a small migration does.
 */
const bundledThreads: Plugin = {
  name: 'bundled-threads',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/electron/engine/thread.ts')) return null;
    const worker = new URL('../dist/app/worker.js', import.meta.url).href;
    return code.replace(
      "new URL('./worker.ts', import.meta.url)",
      () => `new URL(${JSON.stringify(worker)})`,
    );
  },
};

const isAll =
  process.env.AUTOCORE_LONG === '1' || process.argv.some((word) => /(^|\/)test\/(?!vitest)/.test(word));

/** What hangs has to end some time. No test is there to find out how fast the computer is. */
const patience = process.env.AUTOCORE_LONG === '1' ? 1_200_000 : 300_000;

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  plugins: [bundledThreads],
  test: {
    include: ['test/**/*.test.ts'],
    // One that is named on the command line is run all the same.
    exclude: isAll ? [] : longFiles,
    // The engine's threads and the programs that tests start strip and compile each source once.
    // No test leaves a service behind on the machine that it runs on.
    env: {
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/autocore-migrate'),
      AUTOCORE_MIGRATE_SERVICES: 'off',
    },
    globalSetup: ['test/setup/postgres.ts'],
    testTimeout: patience,
    hookTimeout: patience,
    expect: { poll: { timeout: patience } },
    pool: 'forks',
    // One more than the smallest machine has cores: a quarter of the time of two is waiting for servers and browsers.
    maxWorkers: 3,
    // The engine is loaded once for each process, not for each file: a test gives back what it changes of its process.
    isolate: false,
    unstubEnvs: true,
    // Servers, browsers and killed processes share two cores: one second chance, which vitest reports.
    retry: process.env.CI ? 1 : 0,
  },
});

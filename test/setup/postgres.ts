import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureApp } from '../../electron/build/app.ts';
import { serverBinaries } from '../../electron/engine/server/binaries.ts';
import { startCluster } from '../helpers/cluster.ts';
import { longFiles } from '../long.ts';
import { findInitdb } from './initdb.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser URLs of the servers that all tests share. */
    pg18: string;
    /** Null where the machine has no PostgreSQL of its own. */
    pg15: string | null;
    /** Folder for what tests copy instead of making it again. */
    templates: string;
  }
}

/** Starts the real PostgreSQL servers that tests use; returns what stops and removes them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // What tests start as people do is the bundle of these sources.
  await ensureApp();
  if (process.env.AUTOCORE_LONG !== '1' && project.config.env.AUTOCORE_LONG !== '1')
    console.log(`${longFiles.length} long proofs are left out: npm run test:long`);
  const initdb = findInitdb();
  if (initdb === null) {
    console.log('No PostgreSQL 15 on this machine (initdb is not on the PATH): its tests are skipped.');
  }
  const [embedded, installed] = await Promise.all([
    serverBinaries().then((programs) => startCluster(programs)),
    initdb === null ? null : startCluster({ initdb, postgres: join(dirname(initdb), 'postgres') }),
  ]);
  const templates = await mkdtemp(join(tmpdir(), 'autocore-templates-'));
  project.provide('templates', templates);
  project.provide('pg18', embedded.url);
  project.provide('pg15', installed?.url ?? null);
  return async () => {
    await Promise.all([embedded.stop(), installed?.stop()]);
    await rm(templates, { recursive: true, force: true });
  };
}

import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RunResult } from '../../electron/engine/commands/run-result.ts';
import { operations } from '../../electron/engine/operations.ts';
import type { SampleInput } from '../../electron/engine/sample/write.ts';
import type { Profile } from '../../shared/model/index.ts';
import { tempFolder } from './folder.ts';
import { quiet } from './log.ts';
import { freshDatabase, type TestServer } from './postgres.ts';

export { quiet };

export interface Migrated extends RunResult {
  workspace: string;
  source: string;
  url: string;
}

/** A sample database, migrated into a database of its own that is dropped after the test. */
export async function migratedSample(
  sample: Omit<SampleInput, 'out'> & {
    server?: TestServer;
    profile?: Profile;
    schema?: string;
    prepare?: (path: string) => void;
  },
): Promise<Migrated> {
  const { server = 'pg18', profile = 'compatible', schema = null, prepare, ...input } = sample;
  const workspace = tempFolder();
  const source = join(workspace, 'autocore.db');
  await operations.sample({ ...input, out: source }, quiet);
  prepare?.(source);
  const database = await freshDatabase(server);
  onTestFinished(() => database.drop());
  const result = await operations.migrate(
    {
      workspace,
      source,
      target: database.url,
      env: {},
      schema,
      plan: null,
      profile,
      extras: true,
      ifNotEmpty: 'abort',
      rehearse: false,
      acceptDefaults: true,
      language: 'pt-BR',
    },
    quiet,
  );
  return { ...result, workspace, source, url: database.url };
}

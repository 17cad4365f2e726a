import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { migrate } from '../../electron/engine/commands/migrate.ts';
import { openWorkspace } from '../../electron/engine/run/workspace.ts';
import { writeSample } from '../../electron/engine/sample/write.ts';
import type { Profile, RunState } from '../../shared/model/index.ts';
import { silentLog } from './log.ts';
import { copied, serverUrl, withPg } from './postgres.ts';

export interface TemplateWishes {
  rows: number;
  dirty: boolean;
  profile: Profile;
  extras: boolean;
}

/** Names within a folder of a scene. */
const parts = { source: 'autocore.db', workspace: 'trabalho' };

/**
 * A sample, migrated: a copy of a run that was made once for all tests, with a database of its own. What a test needs is
 * a migrated database, not another migration. The source and the workspace come into `folder`.
 */
export async function copyOfRun(
  wishes: TemplateWishes,
  folder: string,
): Promise<{ state: RunState; url: string; source: string; workspace: string; drop(): Promise<void> }> {
  const key = createHash('sha256').update(JSON.stringify(wishes)).digest('hex').slice(0, 16);
  const template = `template_${key}`;
  const original = join(inject('templates'), key);
  await withPg(serverUrl(), async (client) => {
    // Of several test processes one makes it, and the others wait.
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [key]);
    if (!existsSync(join(original, 'ready'))) await make(client, template, original, wishes);
  });
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withPg(serverUrl(), (client) =>
    client.query(`create database ${name} template ${template} ${copied('pg18')}`),
  );
  const url = urlOf(name);
  for (const part of Object.values(parts))
    await cp(join(original, part), join(folder, part), { recursive: true });
  const { run } = JSON.parse(await readFile(join(original, 'ready'), 'utf8')) as { run: string };
  const workspace = openWorkspace(join(folder, parts.workspace), {});
  const state = await workspace.readState(run);
  state.source.path = join(folder, parts.source);
  state.target.url = state.target.url.replace(`/${template}`, `/${name}`);
  await workspace.writeState(state);
  return {
    ...{ state, url, source: state.source.path, workspace: join(folder, parts.workspace) },
    drop: () =>
      withPg(
        serverUrl(),
        async (client) => void (await client.query(`drop database if exists ${name} with (force)`)),
      ),
  };
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}

async function make(
  client: { query(sql: string): Promise<unknown> },
  template: string,
  folder: string,
  { rows, dirty, profile, extras }: TemplateWishes,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await client.query(
    `create database ${template} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`,
  );
  const source = join(folder, parts.source);
  await writeSample({ out: source, rows, dirty });
  const state = await migrate(
    {
      ...{ workspace: join(folder, parts.workspace), source, target: urlOf(template), env: {}, schema: null },
      ...{ plan: null, profile, extras, ifNotEmpty: 'abort', rehearse: false, acceptDefaults: true },
      language: 'en',
    },
    { signal: new AbortController().signal, onProgress() {}, log: silentLog },
  );
  await writeFile(join(folder, 'ready'), JSON.stringify({ run: state.id }));
}

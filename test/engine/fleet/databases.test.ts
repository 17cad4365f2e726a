import { expect, it, onTestFinished } from 'vitest';
import { dropDatabaseOf, withDatabaseOf } from '../../../electron/engine/fleet/databases.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { isLong } from '../../helpers/long.ts';
import { quiet } from '../../helpers/migrated.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';

// The server waits five seconds for whoever is connected.
it.runIf(isLong)(
  "a vehicle's database that somebody is connected to stays, and the undo goes on",
  async () => {
    const server = await freshDatabase();
    onTestFinished(() => server.drop());
    const schema = `${new URL(server.url).pathname.slice(1)}_car`;
    const place = { workspace: tempFolder(), fleet: 'f', schema, env: {} };
    await withDatabaseOf(place, server.url, quiet);
    const own = new URL(server.url);
    own.pathname = schema;
    const isThere = () =>
      withPg(server.url, async (client) => {
        const found = await client.query('select from pg_database where datname = $1::name', [schema]);
        return found.rowCount === 1;
      });
    const said: string[] = [];
    const warned = {
      ...quiet,
      log: { ...quiet.log, warn: (_: object, text: string) => void said.push(text) },
    };
    await withPg(own.href, () => dropDatabaseOf(place, server.url, warned));
    expect([await isThere(), said]).toEqual([true, ['a database stays: somebody is connected to it']]);
    await dropDatabaseOf(place, server.url, quiet);
    expect(await isThere()).toBe(false);
  },
);

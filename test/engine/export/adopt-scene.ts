import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportInput } from '../../../electron/engine/commands/export.ts';
import { operations } from '../../../electron/engine/operations.ts';
import { quiet } from '../../helpers/migrated.ts';
import { type TestServer, withPg } from '../../helpers/postgres.ts';
import { afterwards, place, serverSide } from './scene.ts';

/** A file, and a database in which its application made its tables, to which only psql gets. */
export async function unseenScene(sqlite: string, postgres: string, server: TestServer) {
  const here = await place({ sql: sqlite });
  const there = await serverSide(server, here);
  await withPg(there.url, (client) => client.query(postgres));
  const query = join(here.folder, 'consulta.sql');
  const adopt = join(here.folder, 'schema.json');
  await operations.adoptQuery({ out: query, schema: null }, quiet);
  /** Asks what stands there, as the page of the command says. */
  const look = async (): Promise<string> => {
    const run = await there.run(query);
    if (run.code !== 0 || run.stderr !== '') throw new Error(run.stderr);
    writeFileSync(adopt, run.stdout);
    return run.stdout;
  };
  return {
    ...{ here, there, adopt, look, url: there.url },
    export: (given: Partial<ExportInput> = {}) => here.export({ adopt, ...given }),
    rows: async (sql: string) => (await withPg(there.url, (client) => client.query(sql))).rows,
    afterwards: (run: string) => afterwards(here, run, 'plain'),
  };
}

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { servers } from '../helpers/long.ts';
import { migratedSample } from '../helpers/migrated.ts';
import { hasPython, python, run } from '../helpers/python.ts';

const program = fileURLToPath(new URL('use.py', import.meta.url));

describe.skipIf(!hasPython('sqlalchemy', 'psycopg2'))('the application', () => {
  it.each(servers())('sees on %s what it saw on SQLite', async (server) => {
    const { source, url } = await migratedSample({ rows: 300, server });
    const [before, after] = await Promise.all([
      run(python, [program, `sqlite:///${source}`]),
      run(python, [program, url]),
    ]);
    expect(before.split('\n').length).toBeGreaterThan(400);
    expect(after.split('\n')).toEqual(before.split('\n'));
    expect(before).toContain('["func.now() is UTC", true]');
  });
});

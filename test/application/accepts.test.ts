import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { migratedSample } from '../helpers/migrated.ts';
import { hasPython, python, run } from '../helpers/python.ts';

const program = fileURLToPath(new URL('accepts.py', import.meta.url));

/** SQLite took all of it yesterday: https://www.sqlite.org/datatype3.html */
describe.skipIf(!hasPython('psycopg2'))('the application', () => {
  it('writes into PostgreSQL what its API accepts, and reads it back as it was', async () => {
    const { url } = await migratedSample({ rows: 100 });
    const [written, capacity] = (await run(python, [program, url])).trim().split('\n');
    expect(JSON.parse(written ?? '')).toEqual([50, 30, 1000, 1.6, 300, 500, 100, 100, 0.1]);
    expect(capacity).toBe('float 1.6');
  });
});

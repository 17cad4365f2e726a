import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withPg } from '../../helpers/postgres.ts';
import { findPsql } from '../../helpers/psql.ts';
import { afterwards, place, serverSide, servers } from './scene.ts';

const sql = `
  create table first (id integer primary key, t text not null);
  create table second (id integer primary key, first_id integer references first (id), n numeric);
  create index second_n on second (n);
  insert into first values (1, 'um'), (2, 'dois'), (3, 'três');
  insert into second values (1, 1, 1.5), (2, 3, 'word'), (3, null, 7);`;

/** How a file can be when it arrives; null: not at all. */
function damaged(text: string, other: string): [string, string | null][] {
  const lines = text.split('\n');
  const lastStatement = text.lastIndexOf('\n;\n', text.length - 4);
  return [
    ['missing', null],
    ['empty', ''],
    ['cut', text.slice(0, Math.floor(text.length * 0.6))],
    ['cut behind a line', `${lines.slice(0, Math.max(1, lines.length - 3)).join('\n')}\n`],
    ...(lastStatement > 0
      ? [['cut behind a statement', text.slice(0, lastStatement + 3)] as [string, string]]
      : []),
    ['another one', other],
  ];
}

describe.skipIf(findPsql() === null).each(servers)('what was lost on the way to %s', (server) => {
  it('is refused by name, nothing of it stays, and the right file goes on', async () => {
    const here = await place({ sql });
    const { state } = await here.export();
    const there = await serverSide(server, here);
    const found = async () =>
      withPg(there.url, async (client) => {
        const { rows } = await client.query(
          `select c.oid::regclass::text as name, c.relkind from pg_class c
            where c.relnamespace in (to_regnamespace('public'), to_regnamespace('autocore_migration')) order by 1`,
        );
        const counted = rows.filter((r) => r.relkind === 'r').map((r) => r.name);
        const counts: Record<string, string> = {};
        for (const name of counted)
          counts[name] = (await client.query(`select count(*) as n from ${name}`)).rows[0].n;
        return { rows, counts };
      });
    expect(await there.psql('check.sql')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('the database does not know migration'),
    });
    const data = readdirSync(join(here.out, 'data')).map((name) => `data/${name}`);
    expect(data.length).toBe(3);
    for (const file of ['schema.sql', ...data, 'objects.sql']) {
      const path = join(here.out, file);
      const [text, other] = [path, join(here.out, file === data[0] ? (data[1] ?? '') : (data[0] ?? ''))].map(
        (each) => readFileSync(each, 'utf8'),
      ) as [string, string];
      // What comes before is there, and stays.
      rmSync(path);
      await there.psql();
      const before = await found();
      for (const [how, content] of damaged(text, other)) {
        if (content === null) rmSync(path, { force: true });
        else writeFileSync(path, content);
        const run = await there.psql();
        const named = file.replace(/^data\/(\d+_[a-z]+).*$/, '$1');
        expect(run, `${file}: ${how}`).toMatchObject({ code: 3, stderr: expect.stringContaining(named) });
        expect(run.stdout, `${file}: ${how}`).not.toContain('Done');
        expect(await found(), `${file}: ${how}`).toEqual(before);
      }
      writeFileSync(path, text);
    }
    // Nothing of the run is checked before all of it is there.
    expect(await there.psql('check.sql')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('has not come to its end'),
    });
    expect(await there.psql()).toMatchObject({
      stderr: '',
      code: 0,
      stdout: expect.stringContaining('Done'),
    });
    expect(await there.psql('check.sql')).toMatchObject({ stderr: '', code: 0 });
    const validated = await afterwards(here, state.id, 'plain').validate(there.url);
    expect(validated.validation).toMatchObject({ status: 'identical' });
  });

  it('is not what the server refuses for what the rows hold: that is said, and the rest is made', async () => {
    const here = await place({
      sql: `create table parent (id integer primary key, code text unique);
        create table child (id integer primary key, parent_id integer references parent (id),
          code text references parent (code), n integer check (n > 0));
        create index child_n on child (n);
        insert into parent values (1, 'a'), (2, 'b'); insert into child values (1, 1, 'a', 1), (2, 2, 'b', 2);`,
    });
    const { state } = await here.export();
    const there = await serverSide(server, here);
    const objects = join(here.out, 'objects.sql');
    const text = readFileSync(objects, 'utf8');
    rmSync(objects);
    expect((await there.psql()).code).toBe(3);
    await withPg(there.url, (client) =>
      client.query(
        `insert into parent (id, code) values (3, 'a'); insert into child (id, parent_id, n) values (3, 77, -1)`,
      ),
    );
    writeFileSync(objects, text);
    const run = await there.psql();
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/WARNING: .*check \w+ of table child holds for new rows only/);
    expect(run.stderr).toMatch(/WARNING: .*foreign key \w+ of table child holds for new rows only/);
    expect(run.stderr).toMatch(/WARNING: .*unique \w+ of table parent is left out/);
    // The key that it needs is not there.
    expect(run.stderr).toMatch(/WARNING: .*foreign key \w+ of table child is left out/);
    expect(await there.psql()).toMatchObject({ stderr: '', code: 0 });
    const validated = await afterwards(here, state.id, 'plain').validate(there.url);
    expect(validated.objects.notValid.length).toBe(2);
    expect(validated.objects.missing).toEqual([
      'unique parent_code_key on parent',
      'check child_check on child: valid expected, not valid found',
      'foreign key child_parent_id_fkey on child: valid expected, not valid found',
      'foreign key child_code_fkey on child',
    ]);
    expect(validated.validation?.status).toBe('different');
  });
});

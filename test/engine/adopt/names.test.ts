import { describe, expect, it } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import { firstOf } from '../../helpers/long.ts';
import { quiet } from '../../helpers/migrated.ts';
import { adoptScene, everything } from './scene.ts';

/** Keys longer than what one read of the socket ends between. */
const long = (n: number) => `${'é'.repeat(150)}${n}`;

describe('names that look like something else', () => {
  it.each(firstOf(['AutoCore', 'public']))(
    'children of a row that was refused go with it, in schema %s',
    async (schema) => {
      const values = Array.from({ length: 1200 }, (_, n) => `('${long(n)}', 'bad', 'x')`).join(', ');
      const scene = await adoptScene(
        `create table tree ("info.id" text primary key, "items.up" text, name text);
       insert into tree values ('bad', null, 'no'), ('a', 'b', 'x'), ('b', 'a', 'x'), ('self', 'self', 'x'),
         ('deep', '${long(7)}', 'x');
       insert into tree values ${values};`,
        `create schema if not exists "${schema}"; create schema "other";
       create table "${schema}".tree ("info.id" text primary key, "items.up" text, name text check (name <> 'no'),
         constraint up foreign key ("items.up") references "${schema}".tree ("info.id"));
       create table other.tree (id int primary key, up text references "${schema}".tree ("info.id"));
       create table other."Tree" (id int primary key, up text references "${schema}".tree ("info.id"));`,
      );
      const before = await everything(scene.url);
      const { state } = await scene.migrate({ schema, acceptDefaults: true });
      expect(state).toMatchObject({ status: 'succeeded', validation: { status: 'identical' } });
      expect(await scene.query(`select "info.id" as id from "${schema}".tree order by 1`)).toEqual([
        { id: 'a' },
        { id: 'b' },
        { id: 'self' },
      ]);
      expect(await scene.exceptions(state.id)).toHaveLength(1202);
      await scene.undo(state.id);
      expect(await everything(scene.url)).toEqual(before);
    },
  );

  it('a rule that holds for new rows only is given back as it was', async () => {
    const scene = await adoptScene(
      `create table constraint_log (id integer primary key, up integer, n integer);
       insert into constraint_log values (1, 99, 1), (2, 1, -1);`,
      `create table constraint_log (id bigint primary key, up bigint, n int);
       alter table constraint_log add constraint up foreign key (up) references constraint_log (id) not valid,
         add constraint positive check (n > 0) not valid;`,
    );
    const before = await everything(scene.url);
    const set = ['adopt.orphans:constraint_log.up=notValid', 'adopt.check:constraint_log.positive=notValid'];
    const { state } = await scene.migrate({ set });
    expect(state).toMatchObject({ status: 'succeeded', validation: { status: 'identical' } });
    await scene.undo(state.id);
    expect(await everything(scene.url)).toEqual(before);
  });

  it('the word VALUE within a rule of a domain is a word', async () => {
    const scene = await adoptScene(
      `create table t (id integer primary key, "Kind" text); insert into t values (1, 'VALUE'), (2, 'TEXT'), (3, 'no');`,
      `create domain kind as text check (value in ('VALUE', 'TEXT'));
       create table t (id bigint primary key, "Kind" kind);`,
    );
    const { workspace, source, url } = scene;
    const audit = await operations.audit(
      {
        ...{ workspace, source, profile: 'compatible', report: null, language: 'en' },
        adopt: { target: url, env: {}, schema: 'public' },
      },
      quiet,
    );
    expect(audit.findings.filter((f) => f.code === 'adopt.check')).toMatchObject([
      { count: 1, params: { shown: '(no)' } },
    ]);
  });

  it('a key of another table with the same name is another key', async () => {
    const scene = await adoptScene(
      `create table p (id integer primary key, code text unique);
       create table c (id integer primary key, p integer references p (id));
       insert into p values (1, 'a'), (2, 'b'); insert into c values (1, 1);`,
      `create table p (id bigint primary key, code text unique);
       create table c (id bigint primary key, p bigint, constraint p_fk foreign key (p) references p (id));
       create table theirs (id int primary key, p bigint,
         constraint p_fk foreign key (p) references p (id) on delete cascade);`,
    );
    const { state } = await scene.migrate({ acceptDefaults: true });
    await scene.query('insert into theirs values (1, 2)');
    scene.change(`delete from c; delete from p where id = 2; update p set id = 3, code = 'z' where id = 1`);
    await expect(scene.sync(state.id)).rejects.toMatchObject({
      code: 'adopt.referenced',
      params: { table: 'p', child: 'public.theirs' },
    });
    expect(await scene.query('select id, p::int from theirs')).toEqual([{ id: 1, p: 2 }]);
  });
});

import { describe, expect, it } from 'vitest';
import { type AdoptScene, adoptScene, everything } from './scene.ts';

const sqlite = `
  create table kind (id integer primary key, name text not null unique);
  create table thing (id integer primary key, kind_id integer not null references kind(id), label text);
  insert into kind values (1, 'relay'), (2, 'display'), (3, 'sensor');
  insert into thing values (1, 1, 'um'), (2, 3, 'dois'), (3, 2, null);`;
/** 1 is the same, 2 has another name, 9 has a name of the file's, 8 is the application's own. */
const postgres = `
  create table kind (id serial primary key, name text not null unique, note text default 'x');
  create table thing (id serial primary key, kind_id integer not null references kind(id), label text);
  insert into kind values (1, 'relay', 'mine'), (2, 'screen', 'mine'), (8, 'own', 'mine');
  select setval('kind_id_seq', 8);`;

const rows = (scene: AdoptScene) => scene.query('select id, name, note from kind order by id');

describe('rows that stand in an adopted table', () => {
  it('are asked about', async () => {
    const scene = await adoptScene(sqlite, postgres);
    const before = await everything(scene.url);
    await expect(scene.migrate()).rejects.toMatchObject({
      code: 'decisions.missing',
      params: { findings: expect.stringContaining('adopt.rowsThere:kind (keep | match | replace)') },
    });
    expect(await everything(scene.url)).toEqual(before);
    expect(await scene.query(`select to_regnamespace('autocore_migration') as journal`)).toEqual([
      { journal: null },
    ]);
  });

  it('stay, and what their keys collide with is kept apart', async () => {
    const scene = await adoptScene(sqlite, postgres);
    const before = await everything(scene.url);
    const done = await scene.migrate({ set: ['adopt.rowsThere:kind=keep'], acceptDefaults: true });
    expect(done.state.status).toBe('succeeded');
    expect(await rows(scene)).toEqual([
      { id: 1, name: 'relay', note: 'mine' },
      { id: 2, name: 'screen', note: 'mine' },
      { id: 3, name: 'sensor', note: 'x' },
      { id: 8, name: 'own', note: 'mine' },
    ]);
    expect(done.state.tables.find((t) => t.name === 'kind')).toMatchObject({
      source: 3,
      migrated: 2,
      quarantined: 1,
    });
    expect((await scene.exceptions(done.state.id)).map((e) => e.code)).toEqual(['adopt.keyTaken']);
    // Its children find the row of the application.
    expect(await scene.query('select count(*)::int as n from thing')).toEqual([{ n: 3 }]);
    expect(await scene.query(`insert into kind (name) values ('novo') returning id`)).toEqual([{ id: 9 }]);
    // Whoever changes one of those that stay makes a difference.
    await scene.query(`delete from kind where name = 'novo'`);
    expect((await scene.validate(done.state.id)).state.validation).toMatchObject({ status: 'identical' });
    await scene.query(`update kind set name = 'another' where id = 8`);
    expect((await scene.validate(done.state.id)).state.validation).toMatchObject({ status: 'different' });
    await scene.query(`update kind set name = 'own' where id = 8`);
    await scene.undo(done.state.id);
    expect(await everything(scene.url)).toEqual(before);
  });

  it('are matched by key: the file wins, and gets back what it overwrote', async () => {
    const scene = await adoptScene(sqlite, postgres);
    const before = await everything(scene.url);
    const done = await scene.migrate({ set: ['adopt.rowsThere:kind=match'], acceptDefaults: true });
    expect(done.state.validation).toMatchObject({ status: 'identical' });
    expect(await rows(scene)).toEqual([
      { id: 1, name: 'relay', note: 'mine' },
      { id: 2, name: 'display', note: 'mine' },
      { id: 3, name: 'sensor', note: 'x' },
      { id: 8, name: 'own', note: 'mine' },
    ]);
    expect(done.state.tables.find((t) => t.name === 'kind')).toMatchObject({
      source: 3,
      migrated: 3,
      quarantined: 0,
    });
    expect(await scene.undo(done.state.id, false)).toMatchObject({
      takenOut: [
        { table: 'kind', rows: 1 },
        { table: 'thing', rows: 3 },
      ],
      givenBack: [{ table: 'kind', rows: 1 }],
    });
    await scene.undo(done.state.id);
    expect(await everything(scene.url)).toEqual(before);
  });

  it('are replaced, and given back', async () => {
    const scene = await adoptScene(sqlite, postgres);
    const before = await everything(scene.url);
    const done = await scene.migrate({ set: ['adopt.rowsThere:kind=replace'], acceptDefaults: true });
    expect(done.state.validation).toMatchObject({ status: 'identical' });
    expect(await rows(scene)).toEqual([
      { id: 1, name: 'relay', note: 'x' },
      { id: 2, name: 'display', note: 'x' },
      { id: 3, name: 'sensor', note: 'x' },
    ]);
    await scene.undo(done.state.id);
    expect(await everything(scene.url)).toEqual(before);
  });

  it('are not replaced under rows that refer to them', async () => {
    const scene = await adoptScene(sqlite, `${postgres}; insert into thing values (50, 8, 'own')`);
    const before = await everything(scene.url);
    const set = ['adopt.rowsThere:kind=replace', 'adopt.rowsThere:thing=keep'];
    await expect(scene.migrate({ set, acceptDefaults: true })).rejects.toMatchObject({
      code: 'adopt.tied',
      params: { table: 'kind', child: 'thing' },
    });
    expect(await everything(scene.url)).toEqual(before);
    const both = ['adopt.rowsThere:kind=replace', 'adopt.rowsThere:thing=replace'];
    const done = await scene.migrate({ set: both, acceptDefaults: true });
    expect(done.state.validation).toMatchObject({ status: 'identical' });
    await scene.undo(done.state.id);
    expect(await everything(scene.url)).toEqual(before);
  });

  it('of the application that came since stay when the run is undone, and hold it up where they refer to its rows', async () => {
    const scene = await adoptScene(sqlite, postgres);
    const done = await scene.migrate({ set: ['adopt.rowsThere:kind=match'], acceptDefaults: true });
    await scene.query(`insert into thing values (70, 3, 'since')`);
    const after = await everything(scene.url);
    await expect(scene.undo(done.state.id)).rejects.toMatchObject({ code: 'run.notUndoable' });
    expect(await everything(scene.url)).toEqual(after);
    await scene.query('update thing set kind_id = 8 where id = 70');
    await scene.undo(done.state.id);
    expect(await scene.query('select id from thing')).toEqual([{ id: 70 }]);
  });
});

import { describe, expect, it } from 'vitest';
import { firstOf, servers } from '../../helpers/long.ts';
import { cases } from './orm-cases.ts';
import { adoptScene, everything } from './scene.ts';

describe.each(servers())('tables of the application on %s', (server) => {
  it.each(firstOf(Object.entries(cases).toReversed(), 3))('as %s makes them are adopted', async (_, made) => {
    const scene = await adoptScene(made.sqlite, made.postgres, server);
    const before = await everything(scene.url);
    const done = await scene.migrate({ acceptDefaults: true, set: made.set ?? [] });
    const told = (await scene.exceptions(done.state.id)).map(
      (e) => `${e.table}.${e.column ?? ''} ${e.action} ${e.code}`,
    );
    expect(told).toEqual(made.exceptions);
    for (const [sql, rows] of made.expected) expect(await scene.query(sql), sql).toEqual(rows);
    expect(done.state.validation).toMatchObject({ status: 'identical', level: 'rows' });
    expect(done.state.status).toBe('succeeded');
    for (const { name, source, migrated, quarantined } of done.state.tables) {
      expect(migrated + quarantined, name).toBe(source);
    }
    expect((await scene.validate(done.state.id)).state.validation).toMatchObject({ status: 'identical' });
    expect((await scene.undo(done.state.id)).takenOut.length).toBeGreaterThan(0);
    expect(await everything(scene.url)).toEqual(before);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { prepareRole, smokeTest } from '../../../electron/engine/cutover/role.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { targetConfig } from '../../../electron/engine/target/config.ts';
import { withClient } from '../../../electron/engine/target/connect.ts';
import type { Plan } from '../../../shared/model/index.ts';
import { withPg } from '../../helpers/postgres.ts';
import { migrated } from './scene.ts';

describe('the smoke test', () => {
  it('works as the role will: in UTC, on the tables of the run, with rights on each', async () => {
    const scene = await migrated({ rows: 20 });
    const { plan: file } = openWorkspace(scene.workspace, {}).runFolder(scene.state.id);
    const plan = JSON.parse(readFileSync(file, 'utf8')) as Plan;
    const config = targetConfig(scene.url, {});
    const on = `alter role ${config.user} in database "${config.database}"`;
    const sql = (text: string) => withPg(scene.url, (client) => client.query(text));
    const tried: number[] = [];
    const smoke = (url = scene.url) =>
      smokeTest(
        targetConfig(url, {}),
        { run: 'x', schema: 'public', plan },
        new AbortController().signal,
        () => tried.push(1),
      );
    await withClient(config, (client) => prepareRole(client, config, config.user ?? '', 'public', plan));
    expect(await smoke()).toBe(plan.tables.length);
    expect(tried).toHaveLength(plan.tables.length);

    // `now()` would be another hour than in SQLite, whether the role says so or the address.
    const refused = (reason: string) => ({
      code: 'cutover.smokeTest',
      params: { role: config.user, reason },
    });
    await sql(`${on} set timezone to 'America/Sao_Paulo'`);
    await expect(smoke()).rejects.toMatchObject(refused('TimeZone America/Sao_Paulo'));
    await sql(`${on} set timezone to 'UTC'`);
    const elsewhere = `${scene.url}?options=${encodeURIComponent('-c timezone=Etc/GMT+3')}`;
    await expect(smoke(elsewhere)).rejects.toMatchObject(refused('TimeZone Etc/GMT+3'));

    await sql(
      `create schema other; create table other.devices (id int); ${on} set search_path to other, public`,
    );
    await expect(smoke()).rejects.toMatchObject(refused('devices is another table on the search_path'));
    await sql(`${on} set search_path to public;
      create function public.swallow() returns trigger language plpgsql as 'begin return null; end';
      create trigger swallow before delete on public.devices for each row execute function public.swallow()`);
    await expect(smoke()).rejects.toMatchObject(refused('devices lost a row'));
    await sql('drop trigger swallow on devices');
    // Nothing is left of what was tried.
    expect(await smoke()).toBe(plan.tables.length);
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  });
});

import { expect, it } from 'vitest';
import { targetConfig } from '../../../electron/engine/target/config.ts';
import { withClient } from '../../../electron/engine/target/connect.ts';
import { isFenced, lowerFence, raiseFence } from '../../../electron/engine/target/fence.ts';
import { withPg } from '../../helpers/postgres.ts';
import { describeOnTimescale } from '../../helpers/timescale.ts';

describeOnTimescale('the fence of a hypertable', ({ at, ask, asAdmin, stands }) => {
  const whose = { tables: ['readings'], role: null };
  const onTarget = <T>(fn: Parameters<typeof withClient<T>>[1]) => withClient(targetConfig(at.url, {}), fn);
  const raise = () => onTarget((client) => raiseFence(client, 'fenced', 'r1', whose));
  const lower = () => onTarget((client) => lowerFence(client, 'fenced'));
  const isUp = () => onTarget((client) => isFenced(client, 'fenced', ['readings']));
  const write = (year: number) => `insert into fenced.readings values ('${year}-01-01', 1)`;

  it('is down on every chunk to come, and up on every one, whoever reads the table meanwhile', async () => {
    const before = await stands();
    await ask(`create schema autocore_migration; create schema fenced;
      create table fenced.readings (time timestamp not null, value int);
      select create_hypertable('fenced.readings', by_range('time'));
      ${write(2024)}`);
    for (const year of [2030, 2040]) {
      expect(await raise()).toBe(true);
      expect(await isUp()).toBe(true);
      for (const each of [2024, year]) {
        await expect(ask(write(each)), String(each)).rejects.toThrow('AutoCore Migrate');
        // Of somebody whose session has the role of a replica, as logical replication has.
        await expect(asAdmin(`set session_replication_role = replica; ${write(each)}`)).rejects.toThrow(
          'AutoCore Migrate',
        );
      }
      await withPg(at.url, async (reader) => {
        await reader.query('begin; select count(*) from fenced.readings');
        await lower();
        expect(await isUp()).toBe(false);
        for (const each of [2024, year, year + 1]) await ask(write(each));
        await reader.query('commit');
      });
      // Of a reader that is gone.
      await ask(write(year + 2));
    }
    // Chunks that came since are fenced too, when it is raised once more.
    expect(await raise()).toBe(true);
    await expect(ask(write(2030))).rejects.toThrow('AutoCore Migrate');
    await lower();
    expect(await ask("select from pg_trigger where tgname like '!autocore%'")).toEqual([]);
    await ask('drop schema fenced cascade; drop schema autocore_migration cascade');
    expect(await stands()).toEqual(before);
  });
});

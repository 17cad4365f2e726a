import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import type { Placement } from '../../../shared/model/index.ts';
import { describeOnCitus } from '../../helpers/citus.ts';
import { cli } from '../../helpers/cli.ts';
import { sandbox } from '../../helpers/folder.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';

describeOnCitus('many vehicles on Citus', ({ nodes, ask, everywhere }) => {
  it('are spread over the nodes, read together and one by one, evened out, and gone again', async () => {
    const before = await everywhere();
    const { folder, env: own } = sandbox();
    const names = ['a', 'b', 'c', 'd'];
    for (const [i, name] of names.entries())
      await writeSample({ out: join(folder, `${name}.db`), rows: 300, seed: i + 1 });
    const manifest = join(folder, 'frota.csv');
    const list = (those: readonly string[]) =>
      writeFileSync(manifest, ['file,vehicle', ...those.map((name) => `${name}.db,car ${name}`)].join('\n'));
    const url = new URL(nodes.coordinator);
    const env = { ...own, PGPASSWORD: decodeURIComponent(url.password) };
    url.password = '';
    const fleet = async (...words: string[]) => {
      const all = ['fleet', ...words, '--manifest', manifest, '--json', '--progress', 'none'];
      const { code, stdout, stderr } = await cli(all, { env });
      expect(code, stderr + stdout).toBe(0);
      return JSON.parse(stdout);
    };
    const placed = async (): Promise<Placement> => (await fleet('status', '--placement')).placement;

    // The first of them by a session that spreads nothing: it stays on the coordinator.
    list(['a']);
    const plain = `${url.href}?options=${encodeURIComponent('-c citus.enable_schema_based_sharding=off')}`;
    const first = await fleet('--target', plain, '--yes');
    expect(first.placement).toMatchObject({
      schemas: [],
      advice: [{ code: 'distribute', schemas: ['car_a'] }],
    });
    const [asked] = first.placement.advice;
    await ask(asked.sql);

    list(names);
    const { placement, views } = await fleet('--target', url.href, '--yes');
    expect(views).toMatchObject({ status: 'made', vehicles: 4, role: 'autocore_fleet', placed: true });
    expect(placement.schemas.map(({ schema }: { schema: string }) => schema)).toEqual(
      names.map((name) => `car_${name}`),
    );
    expect(placement.nodes.map(({ schemas }: { schemas: number }) => schemas)).toEqual([2, 2]);
    expect(placement.advice).toEqual([]);
    for (const name of names)
      await expectSameRows(join(folder, `${name}.db`), nodes.coordinator, `car_${name}`);

    // Whoever may read the views reads them from every node, and nothing else.
    await ask("create role reader login password 'r'; grant autocore_fleet to reader");
    for (const to of nodes.workers)
      await ask("insert into pg_dist_authinfo values (0, 'reader', 'password=r')", to);
    await ask("insert into pg_dist_authinfo values (0, 'reader', 'password=r')");
    const reader = new URL(nodes.coordinator);
    reader.username = 'reader';
    reader.password = 'r';
    const count = (sql: string) => ask(`select count(*)::int as n from ${sql}`, reader.href);
    expect(await count('fleet.telemetry')).toEqual([{ n: 1200 }]);
    expect(await count("fleet.telemetry_of('car_b')")).toEqual([{ n: 300 }]);
    await expect(count('car_b.users')).rejects.toThrow('permission denied');
    // One vehicle is asked of one node.
    const [{ telemetry }] = await ask("select telemetry from fleet.vehicle where schema_name = 'car_b'");
    const plan = JSON.stringify(await ask(`explain (costs off) select count(*) from (${telemetry}) t`));
    expect(plan).toContain('Task Count: 1');
    expect(plan).not.toContain('Subplan');

    // All on one node, and what the program says then does even them out.
    const [to] = await ask('select nodename, nodeport from pg_dist_node where groupid = 1');
    const others = await ask(`select s.shardid, s.nodename, s.nodeport from citus_shards s
      where s.nodeport <> ${to.nodeport} and s.table_name::text like '%.users'`);
    // Each in a transaction of its own: the second would wait for the first.
    for (const { shardid, nodename, nodeport } of others)
      await ask(`select citus_move_shard_placement(${shardid}, '${nodename}', ${nodeport},
        '${to.nodename}', ${to.nodeport}, 'block_writes')`);
    const [advice] = (await placed()).advice;
    expect(advice).toMatchObject({ code: 'rebalance', full: `${to.nodename}:${to.nodeport}` });
    await ask(advice?.sql ?? '');
    await ask('select citus_rebalance_wait()');
    const even = await placed();
    expect(even.nodes.map(({ schemas }) => schemas)).toEqual([2, 2]);
    expect(even.advice).toEqual([]);
    await fleet('validate');

    await fleet('rollback', '--yes');
    await ask('drop owned by reader; drop role reader');
    for (const node of [nodes.coordinator, ...nodes.workers])
      await ask("delete from pg_dist_authinfo where rolename = 'reader'", node);
    expect(await everywhere()).toEqual(before);
  });
});

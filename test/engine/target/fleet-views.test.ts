import { describe, expect, it } from 'vitest';
import { leaveFleetViews, makeFleetViews } from '../../../electron/engine/target/fleet-views.ts';
import { withTarget } from '../../helpers/target.ts';

const vehicle = (n: number) => ({ run: `r${n}`, vehicle: `Car ${n}`, plate: `P-${n}`, schema: `car"${n}` });

describe('views over all vehicles', () => {
  it('take tables that differ, follow who comes and goes, and leave what is somebody else’s', async () => {
    await withTarget('pg18', 'public_one', async (client) => {
      const all = async (sql: string) => (await client.query(sql)).rows;
      await client.query(`
        create schema "car""1"; create schema "car""2"; create schema "car""3";
        create table "car""1".devices (id int, name varchar(9) collate "C", vehicle text, only1 boolean);
        create table "car""2".devices (name text, id bigint, only2 double precision);
        create table "car""3".devices (id text, name text);
        insert into "car""1".devices values (1, 'a', 'x', true);
        insert into "car""2".devices values ('b', 5000000000, 0.1);
        insert into "car""3".devices values ('word', 'c');
        create table "car""1".telemetry_data ("timestamp" timestamp, n int);
        insert into "car""1".telemetry_data values ('2026-01-01', 1), ('2026-02-01', 2), (null, 3)`);
      // Somebody's own: not touched.
      await client.query('create schema fleet; create table fleet.mine (id int)');
      expect(await makeFleetViews(client, 'f', [vehicle(1)])).toMatchObject({ status: 'foreign' });
      expect(
        await all("select relname::text as n from pg_class where relnamespace = 'fleet'::regnamespace"),
      ).toEqual([{ n: 'mine' }]);
      await client.query('drop schema fleet cascade');

      const made = await makeFleetViews(client, 'f', [vehicle(1), vehicle(2)]);
      expect(made).toMatchObject({ status: 'made', vehicles: 2, reason: null });
      expect(await all('select * from fleet.devices order by vehicle')).toEqual([
        { ...known(1), id: '1', name: 'a', vehicle_2: 'x', only1: true, only2: null },
        { ...known(2), id: '5000000000', name: 'b', vehicle_2: null, only1: null, only2: '0.1' },
      ]);
      const one = (times: string) => all(`select n from fleet.telemetry_of('car"1'${times}) order by n`);
      expect(await one('')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
      expect(await one(", '2026-01-15'")).toEqual([{ n: 2 }]);
      expect(await one(", null, '2026-02-01'")).toEqual([{ n: 1 }]);
      expect(await all("select from fleet.telemetry_of('pg_catalog')")).toEqual([]);

      // Of another fleet, and of a type that has nothing in common.
      expect(await makeFleetViews(client, 'g', [vehicle(3)])).toMatchObject({ vehicles: 3 });
      expect(await all('select id from fleet.devices order by 1')).toEqual([
        { id: '1' },
        { id: '5000000000' },
        { id: 'word' },
      ]);
      await leaveFleetViews(client, ['r1']);
      await client.query('drop schema "car""1" cascade');
      expect(await all('select vehicle from fleet.devices order by 1')).toEqual([
        { vehicle: 'Car 2' },
        { vehicle: 'Car 3' },
      ]);

      // Built upon by somebody: said, and left.
      await client.query('create view public.upon as select * from fleet.devices');
      expect(await makeFleetViews(client, 'g', [])).toMatchObject({ status: 'refused' });
      await client.query('drop view public.upon');
      await makeFleetViews(client, 'g', []);
      expect(await makeFleetViews(client, 'f', [])).toMatchObject({ status: 'none' });
      expect(await all("select to_regnamespace('fleet') as n")).toEqual([{ n: null }]);
    });
  });
});

const known = (n: number) => ({ vehicle: `Car ${n}`, plate: `P-${n}`, vehicle_schema: `car"${n}` });

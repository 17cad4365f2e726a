import { describe, expect, it } from 'vitest';
import { servers } from '../../helpers/long.ts';
import { migrationScene } from '../../helpers/migration.ts';
import { withPg } from '../../helpers/postgres.ts';

describe.each(servers())('several runs into one database on %s', (server) => {
  it('begin, keep up their partitions and are undone side by side', { timeout: 400_000 }, async () => {
    // Those who wait for each other are silent for longer than the other tests bear.
    const patience = { silence: 20_000, answer: 20_000, earlier: 20_000 };
    const scene = await migrationScene(120, { server, tuning: { connections: 1, patience } });
    const schemas = ['um', 'dois', 'três'];
    // The journal goes with the last run, so that each round has first runs again.
    for (let round = 0; round < 2; round++) {
      const states = await Promise.all(schemas.map((schema) => scene.migrate({ schema })));
      expect(states.map(({ status }) => status)).toEqual(schemas.map(() => 'succeeded'));
      const calls = schemas.map(() =>
        withPg(scene.url, (client) => client.query('select autocore_migration.maintain_partitions(8 + 2)')),
      );
      await Promise.all(calls);
      const [first, ...others] = states;
      // One begins where the others end.
      const [again] = await Promise.all([
        scene.migrate({ schema: 'cinco' }),
        ...others.map(({ id }) => scene.rollback(id)),
      ]);
      expect(again.status).toBe('succeeded');
      await Promise.all([first, again].map((state) => scene.rollback(state?.id ?? '')));
      const { rows } = await withPg(scene.url, (client) =>
        client.query(`select nspname::text from pg_namespace where nspname !~ '^(pg_|information|public)'`),
      );
      expect(rows).toEqual([]);
    }
  });
});

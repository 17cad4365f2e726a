import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TargetConfig, targetConfig } from '../../../electron/engine/target/config.ts';
import { sessionPid, withClient } from '../../../electron/engine/target/connect.ts';
import { endSessions, markSession, outliveOthers } from '../../../electron/engine/target/presence.ts';
import { freshDatabase } from '../../helpers/postgres.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let config: TargetConfig;
const { signal } = new AbortController();

beforeAll(async () => {
  database = await freshDatabase();
  config = targetConfig(database.url, {});
});
afterAll(() => database.drop());

test("ends a run's own sessions, and nobody who has one of their ids", async () => {
  await withClient(config, (control) =>
    withClient(config, async (other) => {
      await withClient(config, async (lost) => {
        await markSession(lost, 'r1');
        // As if the system had given the id of a session that ended to somebody else.
        const pids = [sessionPid(other), sessionPid(lost), sessionPid(control)];
        expect(await endSessions(control, 'r1', pids)).toEqual([sessionPid(lost)]);
        await expect(lost.query('select 1')).rejects.toThrow();
      });
      await markSession(other, 'r2');
      expect(await endSessions(control, 'r1', [sessionPid(other)])).toEqual([]);
      await outliveOthers(control, config, 'r1', new Set([sessionPid(other)]), 1_000, signal);
      expect((await other.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    }),
  );
});

test('waits for sessions of another process, and says who is still there', async () => {
  await withClient(config, (control) =>
    withClient(config, async (other) => {
      await markSession(other, 'r3');
      const waiting = outliveOthers(control, config, 'r3', new Set(), 100, signal);
      await expect(waiting).rejects.toMatchObject({
        code: 'target.busy',
        params: { reason: expect.stringContaining(String(sessionPid(other))) },
      });
      expect((await other.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    }),
  );
});

import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { targetConfig } from '../../../electron/engine/target/config.ts';
import { close, connect, sessionPid } from '../../../electron/engine/target/connect.ts';
import { watch } from '../../../electron/engine/target/watchdog.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';
import { type Link, startProxy } from '../../helpers/proxy.ts';
import { until } from '../../helpers/until.ts';

/** As impatient as can be with silence, and with all the time of the world for an answer. */
const patience = { silence: 20, answer: 600_000, earlier: 600_000 };

/** The question, on a connection of its own. */
const question = 'from pg_stat_activity where pid';

/** More than the buffers of both systems take. */
const long = "select repeat('x', 1000) as text from generate_series(1, 50000)";

/** A connection that is watched; the questions that the watch asks are counted, each is a connection of its own. */
async function watched() {
  const database = await freshDatabase();
  onTestFinished(database.drop);
  const proxy = await startProxy(database.url);
  onTestFinished(() => proxy.close());
  const config = targetConfig(proxy.url, {});
  const client = await connect(config);
  const stop = watch(client, config, patience);
  onTestFinished(async () => {
    stop();
    await close(client);
  });
  const [link] = proxy.links;
  if (!link) throw new Error('nothing goes through the proxy');
  const before = proxy.count();
  const asked = () => proxy.count() - before;
  const pid = sessionPid(client);
  /** What the server says of the watched session. */
  const waitsFor = () =>
    withPg(database.url, async (other) => {
      const { rows } = await other.query(
        'select wait_event as event from pg_stat_activity where pid = $1::int',
        [pid],
      );
      return rows[0]?.event as string | null | undefined;
    });
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  return { url: database.url, proxy, client, stream, link, asked, waitsFor };
}

/** Until it is so; the statement that is looked after may not end meanwhile. */
async function during(
  statement: Promise<unknown>,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  statement.then(end, end);
  await until(async () => (await condition()) || ended);
  if (!ended) return;
  // What it failed with says more.
  await statement;
  expect.unreachable('the statement has ended');
}

describe('a connection on which nothing moves', () => {
  it('is left alone, however often it is asked about, while the server is at work', async () => {
    const { url, client, asked } = await watched();
    await withPg(url, async (holder) => {
      await holder.query('select pg_advisory_lock(1)');
      const statement = client.query("select 'done' as it from pg_advisory_lock(1)");
      // One question is asked after the other: the fourth says that three were answered.
      await during(statement, () => asked() >= 4);
      await holder.query('select pg_advisory_unlock(1)');
      expect((await statement).rows).toEqual([{ it: 'done' }]);
    });
    expect((await client.query('select 1 as still')).rows).toEqual([{ still: 1 }]);
  });

  it('is left alone while it is we who do not read', async () => {
    const { client, stream, asked, waitsFor } = await watched();
    const statement = client.query(long);
    stream.pause();
    await during(statement, async () => (await waitsFor()) === 'ClientWrite');
    const before = asked();
    await during(statement, () => asked() >= before + 4);
    stream.resume();
    expect((await statement).rows).toHaveLength(50_000);
  });

  it('is left alone where the answer is about a statement that has ended, and another has begun', async () => {
    const { url, client, proxy, asked } = await watched();
    await withPg(url, async (holder) => {
      await holder.query('select pg_advisory_lock(1), pg_advisory_lock(2)');
      // The question is held up before it is asked, and its answer before it is heard.
      const held: Link[] = [];
      proxy.inspect((each, data, to) => {
        if (
          to === 'server' &&
          held.length < 2 &&
          data.includes(held.length === 0 ? 'pg_backend_pid() as pid' : question)
        ) {
          held.push(each);
          each.stall();
        }
        return data;
      });
      const first = client.query('select pg_advisory_lock(1)');
      await during(first, () => held.length === 1);
      await holder.query('select pg_advisory_unlock(1)');
      await first;
      held[0]?.goOn();
      const answered = `select from pg_stat_activity where state = 'idle' and query like '%${question}%' and pid <> pg_backend_pid()`;
      await until(async () => held.length === 2 && (await holder.query(answered)).rowCount === 1);
      const second = client.query("select 'done' as it from pg_advisory_lock(2)");
      // The watch has looked at the connection by then: its timer is due before this one.
      await Promise.race([delay(patience.silence), second]);
      held[1]?.goOn();
      await during(second, () => asked() >= 2);
      await holder.query('select pg_advisory_unlock(2)');
      expect((await second).rows).toEqual([{ it: 'done' }]);
    });
  });

  it('is not asked about while something moves, however long it takes', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const { url, client, stream, asked } = await watched();
    await withPg(url, async (holder) => {
      await holder.query('select pg_advisory_lock(1)');
      const statement = client.query('select pg_advisory_lock(1)');
      let bytes = stream.bytesRead;
      Object.defineProperty(stream, 'bytesRead', { configurable: true, get: () => bytes });
      for (let look = 0; look < 50; look++) {
        bytes++;
        vi.advanceTimersByTime(patience.silence / 2);
      }
      // A question is on its way as soon as it is asked: the server would have counted it before this answer.
      await holder.query('select 1');
      expect(asked()).toBe(0);
      vi.advanceTimersByTime(patience.silence * 2);
      await during(statement, () => asked() === 1);
      await holder.query('select pg_advisory_unlock(1)');
      await statement;
    });
  });

  it('is cut off where the server waits for our question and we for its answer', async () => {
    const { client, link, asked } = await watched();
    link.stall();
    await expect(client.query('select 1')).rejects.toThrow(/terminated|closed/i);
    expect(asked()).not.toBe(0);
  });

  it('is cut off where the server has more to say and we read', async () => {
    const { client, link, stream, asked } = await watched();
    stream.once('data', () => link.stall());
    await expect(client.query(long)).rejects.toThrow(/terminated|closed/i);
    expect(asked()).not.toBe(0);
  });
});

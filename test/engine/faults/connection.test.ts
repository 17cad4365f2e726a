import { describe, expect, it, onTestFinished } from 'vitest';
import { exitCodeOf } from '../../../shared/errors.ts';
import type { Stage } from '../../../shared/model/index.ts';
import { migrationScene, type Scene } from '../../helpers/migration.ts';
import { withPg } from '../../helpers/postgres.ts';
import { type Inspector, type Link, startProxy, type TcpProxy } from '../../helpers/proxy.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';
import { until } from '../../helpers/until.ts';

async function proxiedScene(rows = 12_000, tuning = {}): Promise<{ scene: Scene; proxy: TcpProxy }> {
  const scene = await migrationScene(rows, { tuning });
  const proxy = await startProxy(scene.url);
  onTestFinished(() => proxy.close());
  return { scene, proxy };
}

const written = 'insert into autocore_migration.chunk';

/** Acts on each n-th COMMIT that a chunk of the load sends, alone or behind the rest of its transaction. */
function onCommit(act: (link: Link, at: number) => boolean): Inspector {
  const writing = new WeakSet<Link>();
  let seen = 0;
  return (link, data, to) => {
    if (to !== 'server') return data;
    if (data.includes(written)) writing.add(link);
    // The name of a simple query ends with a zero byte.
    if (!writing.has(link) || !data.includes('commit\0')) return data;
    writing.delete(link);
    return act(link, ++seen) ? data : null;
  };
}

describe('a connection that breaks', () => {
  it('in the middle of COPY, again and again', async () => {
    const { scene, proxy } = await proxiedScene(20_000);
    let cuts = 0;
    proxy.inspect((link, data) => {
      if (cuts < 12 && link.toServer > 130_000) {
        cuts++;
        link.cut();
        return null;
      }
      return data;
    });
    const state = await scene.migrate({ target: proxy.url });
    expect(cuts).toBeGreaterThanOrEqual(5);
    expect(state).toMatchObject({ status: 'succeeded', validation: { status: 'identical' } });
    await expectSameRows(scene.source, scene.url);
  });

  it('after a COMMIT whose answer is lost, and before one arrives: nothing twice, nothing skipped', async () => {
    const { scene, proxy } = await proxiedScene();
    const happened: string[] = [];
    const unheard = new Set<Link>();
    const commits = onCommit((link, at) => {
      if (at % 4 === 1 && at < 20) {
        // It gets there and is done; the answer is what the connection breaks at.
        happened.push('done');
        unheard.add(link);
      } else if (at % 4 === 3 && at < 20) {
        happened.push('lost');
        link.cut();
        return false;
      }
      return true;
    });
    proxy.inspect((link, data, to) => {
      if (to === 'server' || !unheard.has(link) || !data.includes('COMMIT\0')) return commits(link, data, to);
      link.cut();
      return null;
    });
    const state = await scene.migrate({ target: proxy.url });
    expect(happened).toContain('done');
    expect(happened).toContain('lost');
    expect(state.validation?.status).toBe('identical');
    await expectSameRows(scene.source, scene.url);
  });

  it.each<Stage>(['prepare', 'indexes', 'validate', 'certificate'])('in the stage %s', async (stage) => {
    const { scene, proxy } = await proxiedScene(3_000);
    let cuts = 0;
    scene.onProgress = (progress) => {
      if (progress.stage !== stage || cuts >= 3) return;
      cuts++;
      setImmediate(proxy.cutAll);
    };
    const state = await scene.migrate({ target: proxy.url });
    expect(cuts).toBe(3);
    expect(state).toMatchObject({ status: 'succeeded', objects: { missing: [] } });
    await expectSameRows(scene.source, scene.url);
  });

  it('that holds the schema: the others stop, and it is taken again', async () => {
    const { scene, proxy } = await proxiedScene();
    let first: Link | undefined;
    scene.onProgress = ({ stage, done }) => {
      if (stage !== 'load' || done < 2_000 || first) return;
      [first] = proxy.links;
      first?.cut();
    };
    const before = proxy.count();
    const state = await scene.migrate({ target: proxy.url });
    expect(state.status).toBe('succeeded');
    // Of all three, one more time.
    expect(proxy.count() - before).toBeGreaterThanOrEqual(6);
    await expectSameRows(scene.source, scene.url);
  });
});

describe('a server that falls silent', () => {
  it('altogether, for a while', async () => {
    const { scene, proxy } = await proxiedScene(12_000, {
      retry: { attempts: 600, firstDelay: 20, longestDelay: 200 },
    });
    let silence: Promise<void> | undefined;
    scene.onProgress = ({ stage, done }) => {
      if (stage !== 'load' || done < 3_000 || silence) return;
      proxy.stallAll();
      // Until nobody answered the questions what became of the connections, nor the next attempts.
      const before = proxy.count();
      silence = until(() => proxy.count() >= before + 5).then(proxy.resume);
    };
    const state = await scene.migrate({ target: `${proxy.url}&connect_timeout=1` });
    expect(silence).toBeDefined();
    await silence;
    expect(state.status).toBe('succeeded');
    await expectSameRows(scene.source, scene.url);
  });

  it('on one connection that a firewall forgot', async () => {
    const { scene, proxy } = await proxiedScene();
    let stalled = 0;
    proxy.inspect((link, data) => {
      if (stalled < 2 && link.toServer > 200_000) {
        stalled++;
        link.stall();
        return null;
      }
      return data;
    });
    const state = await scene.migrate({ target: proxy.url });
    expect(stalled).toBe(2);
    expect(state.status).toBe('succeeded');
    await expectSameRows(scene.source, scene.url);
  });

  it('because it works: it is left alone', async () => {
    const { scene, proxy } = await proxiedScene(2_000, {
      patience: { silence: 60, answer: 300_000, earlier: 300_000 },
    });
    let questions = 0;
    const lost = new Set<Link>();
    proxy.inspect((link, data, to) => {
      if (to === 'client') return data;
      if (data.includes('from pg_stat_activity where pid')) questions++;
      // Whoever leaves says goodbye: https://www.postgresql.org/docs/current/protocol-flow.html
      lost.add(link);
      if (data.at(-5) === 0x58 && data.readUInt32BE(data.length - 4) === 4) lost.delete(link);
      return data;
    });
    // Somebody holds a lock that the load waits for, until the connection was asked about again and again.
    const waiting = `select pid from pg_locks where not granted and relation = 'devices'::regclass`;
    let held: Promise<void> | undefined;
    scene.onProgress = ({ stage }) => {
      if (stage !== 'indexes' || held) return;
      held = withPg(scene.url, async (client) => {
        await client.query('begin; lock table devices in access exclusive mode');
        await until(async () => (await client.query(waiting)).rows.length > 0);
        const { rows } = await client.query(waiting);
        const before = questions;
        // The fourth says that three were answered, of each connection that there is.
        await until(() => questions >= before + 4 * proxy.links.size);
        expect((await client.query(waiting)).rows).toEqual(expect.arrayContaining(rows));
        await client.query('rollback');
      });
    };
    const state = await scene.migrate({ target: proxy.url });
    await held;
    expect(state.status).toBe('succeeded');
    // Nothing was cut off.
    expect(held).toBeDefined();
    expect([...lost].filter((link) => !proxy.links.has(link))).toEqual([]);
  });
});

it.each<Stage>(['load', 'indexes', 'validate'])(
  'a cancel is obeyed in the stage %s, though the server has fallen silent for good',
  async (stage) => {
    // Longer than the test may last: nobody waits for the server to speak again.
    const forever = 3_600_000;
    const { scene, proxy } = await proxiedScene(6_000, {
      patience: { silence: forever, answer: forever, earlier: forever },
    });
    let asked = false;
    scene.onProgress = (progress) => {
      if (progress.stage !== stage || progress.done === 0 || asked) return;
      proxy.stallAll();
      asked = true;
      scene.cancel.abort();
    };
    const error = await scene.migrate({ target: proxy.url }).catch((e) => e);
    expect(asked).toBe(true);
    expect(error).toMatchObject({ code: 'interrupted', params: { run: expect.any(String) } });
    // The server hears that its client is gone when the network does.
    await proxy.close();
    scene.cancel = new AbortController();
    scene.onProgress = () => {};
    expect((await scene.resume(error.params.run)).status).toBe('succeeded');
    await expectSameRows(scene.source, scene.url);
  },
);

it('gives up in the end, and can be resumed', async () => {
  const { scene, proxy } = await proxiedScene(12_000, {
    retry: { attempts: 3, firstDelay: 10, longestDelay: 20 },
  });
  scene.onProgress = ({ stage, done }) => {
    if (stage !== 'load' || done < 5_000) return;
    proxy.refuse(true);
    proxy.cutAll();
  };
  const error = await scene.migrate({ target: proxy.url }).catch((e) => e);
  expect(error).toMatchObject({ code: 'target.lost', params: { run: expect.any(String), port: proxy.port } });
  expect(exitCodeOf(error)).toBe(6);
  scene.onProgress = () => {};
  const state = await scene.resume(error.params.run);
  expect(state.status).toBe('succeeded');
  await expectSameRows(scene.source, scene.url);
});

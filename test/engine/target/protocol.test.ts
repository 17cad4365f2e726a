import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TargetConfig, targetConfig } from '../../../electron/engine/target/config.ts';
import { connect, cutOff, withClient } from '../../../electron/engine/target/connect.ts';
import { copyFrom, copyTo } from '../../../electron/engine/target/copy.ts';
import { Frames } from '../../../electron/engine/target/frames.ts';
import { toAppError } from '../../../electron/engine/target/sqlstate.ts';
import { AppError, exitCodeOf } from '../../../shared/errors.ts';
import { fakeServer, framed, int32, message } from '../../helpers/answering-server.ts';
import { isLong } from '../../helpers/long.ts';
import { freshDatabase } from '../../helpers/postgres.ts';
import { startProxy, type TcpProxy } from '../../helpers/proxy.ts';

const ok = message('R', int32(0));
const ready = message('Z', 'I');
const sasl = message('R', int32(10), 'SCRAM-SHA-256\0\0');

/** What is no message, or one that is not as it should be; also where each one stands in the wrong place. */
const malformed: Record<string, Buffer> = {
  'zero bytes': Buffer.alloc(64),
  'all ones': Buffer.alloc(64, 0xff),
  'a web server': Buffer.from('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
  'an SSH server': Buffer.from('SSH-2.0-OpenSSH_9.7\r\n'),
  'a MySQL server': Buffer.from('4a0000000a382e302e3336000b000000', 'hex'),
  'an unknown message': message('?', 'x'),
  'a length of 0': framed('S', 0, 'a\0b\0'),
  'a length of 3': framed('S', 3, 'a\0b\0'),
  'a negative length': framed('S', -1, 'a\0b\0'),
  'a length of 2 GB': framed('R', 0x7fffffff, int32(0)),
  'an error without fields': message('E', '\0'),
  'an error without an end': message('E', 'SERROR\0C42501\0Mno'),
  'an error without its last zero': message('E', 'SERROR\0C42501\0Mno\0'),
  'an error without a body': message('E'),
  'an error without a code': message('E', 'SERROR\0Mno\0\0'),
  'an error with another code': message('E', 'SERROR\0Cabc\0Mno\0\0'),
  'an error of a kind unknown': message('E', 'SERROR\0VERROR\0CXX000\0Mno\0\0'),
  'a notice without an end': message('N', 'SNOTICE\0Mx'),
  'a row with -1 values': message('D', [0xff, 0xff]),
  'a row with too few values': message('D', [0x7f, 0xff], int32(1), 'x'),
  'a row description without fields': message('T', [0x7f, 0xff]),
  'a row description cut short': message('T', [0, 1], 'a\0', [0, 0]),
  'a COPY of -1 columns': message('H', [0], [0xff, 0xff]),
  'a COPY of too many columns': message('G', [0], [0x7f, 0xff]),
  'a COPY without a body': message('G'),
  'an empty parameter': message('S'),
  'no key': message('K'),
  'an empty notification': message('A'),
};

/** At the beginning, and where a password is asked for. */
const authentications: Record<string, Buffer[]> = {
  'no kind': [message('R')],
  'half a kind': [message('R', [0, 0])],
  'kind 99': [message('R', int32(99))],
  'kind -1': [message('R', int32(-1))],
  'Kerberos V5': [message('R', int32(2))],
  GSSAPI: [message('R', int32(7))],
  'GSSAPI going on': [message('R', int32(8), 'x')],
  SSPI: [message('R', int32(9))],
  'MD5 without a salt': [message('R', int32(5))],
  'SASL without mechanisms': [message('R', int32(10), '\0')],
  'SASL without a body': [message('R', int32(10))],
  'SASL with others': [message('R', int32(10), 'OAUTHBEARER\0PLAIN\0\0')],
  'SASL going on before it began': [message('R', int32(11), 'r=x,s=eA==,i=4096')],
  'the end of SASL before it began': [message('R', int32(12), 'v=x')],
  'SASL without an answer': [sasl, message('R', int32(11))],
  'SASL with nonsense': [sasl, message('R', int32(11), 'nonsense')],
  'SASL with another nonce': [sasl, message('R', int32(11), 'r=x,s=eA==,i=4096')],
  'SASL with bytes': [sasl, message('R', int32(11), [0, 0xff, 0xfe, 0x80])],
  'the end of SASL in between': [sasl, message('R', int32(12), 'v=x')],
  'SASL twice': [sasl, sasl, message('R', int32(11), '')],
  'ready before anything': [ready, ready],
  'ready for nothing': [Buffer.concat([ok, ready]), ready],
  'an answer without rows': [Buffer.concat([ok, ready]), message('C', 'SELECT 1\0'), ready],
};

let database: Awaited<ReturnType<typeof freshDatabase>>;
let proxy: TcpProxy;
let config: TargetConfig;

beforeAll(async () => {
  database = await freshDatabase();
  proxy = await startProxy(database.url);
  config = targetConfig(proxy.url, { HOME: '/nowhere' });
});
afterAll(async () => {
  await proxy.close();
  await database.drop();
});

/** The way to a server that sends these. */
async function reach(answers: Buffer[]): Promise<TargetConfig> {
  const port = await fakeServer(answers);
  return targetConfig(`postgresql://u:secret@127.0.0.1:${port}/d?connect_timeout=1`, { HOME: '/nowhere' });
}

function expectTarget(error: unknown): void {
  const told = toAppError(error, config);
  expect(told).toBeInstanceOf(AppError);
  expect((told as AppError).code).toMatch(/^target\.(protocol|unreachable|lost|timeout|auth|noRights)$/);
  expect(exitCodeOf(told)).toBe((told as AppError).code === 'target.lost' ? 6 : 5);
  expect(JSON.stringify((told as AppError).params)).not.toContain('secret');
}

describe('while connecting', () => {
  it.each(Object.entries(malformed))('%s is an error of the target', async (_name, bytes) => {
    for (const answers of [[bytes], [Buffer.concat([ok, bytes])], [sasl, bytes]]) {
      const error = await connect(await reach(answers)).catch((reason: unknown) => reason);
      expectTarget(error);
      expect(exitCodeOf(error)).toBe(5);
    }
  });

  it.each(Object.entries(authentications))('%s is an error of the target', async (_name, answers) => {
    const error = await connect(await reach(answers)).catch((reason: unknown) => reason);
    expectTarget(error);
    expect(exitCodeOf(error)).toBe(5);
  });

  it('tells a refusal from what follows it', async () => {
    const refusal = message('E', 'SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0\0');
    const said = await reach([Buffer.concat([refusal, Buffer.alloc(9)])]);
    const error = await connect({ ...said, connectTimeout: 60 }).catch((e) => e);
    expect(error).toMatchObject({ code: 'target.auth' });
  });
});

/** Those that leave the reader waiting, as a slow server would, are the watchdog's; one is an error like any other. */
const left = ['a length of 2 GB', 'an error of a kind unknown'];
const inSession = Object.entries(malformed).filter(([name]) => !left.includes(name));

/** A session of the real server, which is answered with these bytes from now on. */
async function disturbed(bytes: Buffer, use: (client: pg.Client) => Promise<unknown>): Promise<unknown> {
  const client = await connect(config);
  proxy.inspect((_link, data, to) => (to === 'client' ? bytes : data));
  try {
    return await use(client).catch((reason: unknown) => reason);
  } finally {
    proxy.inspect(null);
    cutOff(client);
  }
}

describe('in a session', () => {
  const ways: Record<string, (client: pg.Client) => Promise<unknown>> = {
    'a query': (client) => client.query('select 1'),
    'a query with parameters': (client) => client.query('select $1::int', [1]),
    'COPY FROM': async (client) => {
      await copyFrom(client, 'copy pg_temp.t from stdin', [Buffer.from('1\n')], AbortSignal.timeout(30_000));
    },
    'COPY TO': async (client) => {
      for await (const _ of copyTo(client, 'copy (select 1) to stdout', AbortSignal.timeout(30_000)));
      return client.query('select 1');
    },
  };
  for (const [way, use] of Object.entries(ways)) {
    it.each(inSession)(`%s ends ${way} with an error of the target`, async (_name, bytes) => {
      // Those that could be right are followed by one that cannot.
      expectTarget(await disturbed(Buffer.concat([bytes, framed('Z', 2)]), use));
    });
  }

  it('what comes inside of COPY data does not end it', async () => {
    const begun = message('H', [0], [0, 1], [0, 0]);
    for (const wrong of [ready, message('C', 'COPY 1\0'), message('D', [0, 0]), message('G', [0], [0, 0])]) {
      const bytes = Buffer.concat([begun, message('d', '1\n'), wrong, message('c')]);
      expectTarget(await disturbed(bytes, ways['COPY TO'] as (client: pg.Client) => Promise<unknown>));
    }
  });

  it('nothing happens to whoever listens between two statements', async () => {
    const client = await connect(config);
    const ended = new Promise((resolve) => client.once('end', resolve));
    proxy.inspect((_link, data, to) => (to === 'client' ? Buffer.alloc(64) : data));
    void client.query('select pg_sleep(0)').catch(() => {});
    await ended;
    proxy.inspect(null);
    expectTarget(await client.query('select 1').catch((reason: unknown) => reason));
  });

  it('the connection is as good as ever where nothing is wrong', async () => {
    await withClient(config, async (client) => {
      await client.query('create temp table t (a text)');
      const text = `${'x'.repeat(100_000)}\n`;
      const { signal } = new AbortController();
      await copyFrom(client, 'copy pg_temp.t from stdin', [Buffer.from(text)], signal);
      let read = 0;
      for await (const data of copyTo(client, 'copy pg_temp.t to stdout', signal)) {
        read += data.length;
      }
      expect(read).toBe(100_001);
      await expect(client.query('select 1/0')).rejects.toMatchObject({ code: '22012' });
      const { rows } = await client.query(`select repeat('y', 200000) as y`);
      expect(rows[0].y).toHaveLength(200_000);
    });
  });
});

describe('any byte that changes on its way', () => {
  it('ends in a result or in an error, in the process as it was', async () => {
    const outcomes: Record<string, number> = {};
    /** Connects and asks, with the byte at this place of what the server says turned round. */
    const attempt = async (place: number, change: (byte: number) => number): Promise<void> => {
      const own = await startProxy(database.url);
      let seen = 0;
      own.inspect((_link, data, to) => {
        if (to !== 'client') return data;
        const at = place - seen;
        seen += data.length;
        if (at < 0 || at >= data.length) return data;
        const changed = Buffer.from(data);
        changed[at] = change(changed[at] as number);
        return changed;
      });
      const reached = targetConfig(own.url, { HOME: '/nowhere' });
      const outcome = await withClient({ ...reached, connectTimeout: 1 }, async (client) => {
        // A length that is too long is waited for.
        const late = setTimeout(() => cutOff(client), 1000);
        await client
          .query('select a, a::text as b from generate_series(1, 5) as a')
          .finally(() => clearTimeout(late));
        return 'result';
      }).catch((error: unknown) => (error instanceof AppError ? error.code : `other: ${String(error)}`));
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      await own.close();
    };
    const places = Array.from({ length: isLong ? 70 : 24 }, (_, i) => i * (isLong ? 17 : 50));
    const work = async (): Promise<void> => {
      for (let place = places.pop(); place !== undefined; place = places.pop()) {
        await attempt(place, (byte) => byte ^ 0xff);
        await attempt(place, (byte) => (byte + 1) & 0xff);
      }
    };
    await Promise.all(Array.from({ length: 16 }, work));
    expect(Object.keys(outcomes).filter((outcome) => outcome.startsWith('other'))).toEqual([]);
    expect(outcomes['target.protocol']).toBeGreaterThan(0);
  });
});

describe('frames', () => {
  it('are followed however the bytes are cut', () => {
    const bytes = Buffer.concat([ok, message('S', 'a\0b\0'), ready, message('E', 'SX\0\0'), ready]);
    for (let size = 1; size <= bytes.length; size++) {
      const frames = new Frames();
      for (let at = 0; at < bytes.length; at += size) {
        const chunk = bytes.subarray(at, at + size);
        expect(frames.take(chunk)).toEqual({ sound: chunk.length, problem: null });
      }
      expect(frames.take(ready).problem).toMatch(/without an answer/);
    }
  });
});

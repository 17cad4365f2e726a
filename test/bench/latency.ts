/**
 * What a far server costs: the same commands through a link on which every piece is late, with how often each waited for
 * the server. Over such a link the round trips are the time.
 */
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProxy, type TcpProxy } from '../helpers/proxy.ts';
import { change } from './changes.ts';
import { mustRun } from './process.ts';
import type { Bar } from './report.ts';
import { type BenchServer, withDatabase } from './server.ts';
import { launcher } from './tool.ts';

export interface OverLink {
  command: string;
  seconds: number;
  trips: number;
  bytes: number;
}

/** Round trips that a command may take on the application's 14 tables. */
const limits: Record<string, number> = { migrate: 60, validate: 15, sync: 10, cutover: 40 };

/** @param milliseconds of one round trip */
export async function overLink(
  server: BenchServer,
  work: string,
  sample: string,
  milliseconds: number,
): Promise<{ commands: OverLink[]; bars: Bar[] }> {
  const source = join(work, 'far.db');
  await copyFile(sample, source);
  const commands: OverLink[] = [];
  await withDatabase(server, async (url) => {
    const proxy = await startProxy(url);
    proxy.delay(milliseconds / 2);
    const counted = countOn(proxy);
    const ask = async (command: string, args: string[]): Promise<string> => {
      counted.reset();
      const { PATH = '', HOME = '' } = process.env;
      const env = { PATH, HOME, AUTOCORE_MIGRATE_HOME: join(work, 'far'), PGPASSWORD: new URL(url).password };
      const ran = await mustRun(process.execPath, [launcher, ...args, '--json', '--progress', 'none'], env);
      commands.push({ command, seconds: ran.seconds, ...counted.read() });
      return ran.stdout;
    };
    try {
      const told = await ask('migrate', [
        'migrate',
        '--source',
        source,
        '--target',
        withoutPassword(proxy.url),
      ]);
      const { run } = JSON.parse(told) as { run: string };
      await ask('validate', ['validate', '--run', run]);
      await ask('validate by segments', ['validate', '--run', run, '--level', 'segments']);
      change(source, 1000);
      await ask('sync of 1,000 rows', ['sync', '--run', run]);
      const env = join(work, '.env');
      await writeFile(env, 'DATABASE_URL=sqlite+aiosqlite:///autocore.db\n');
      await ask('cutover', ['cutover', '--run', run, '--env', env, '--yes']);
    } finally {
      await proxy.close();
    }
  });
  const bars = commands.flatMap(({ command, trips }) => {
    const limit = limits[command.split(' ')[0] ?? ''];
    const isBar = limit !== undefined && !command.includes('segments');
    return isBar ? [{ name: `round trips, ${command}`, value: trips, limit, met: trips <= limit }] : [];
  });
  return { commands, bars };
}

function withoutPassword(url: string): string {
  const clean = new URL(url);
  clean.password = '';
  return clean.href;
}

/** Counts how often something went to the server after something had come from it, on each connection. */
function countOn(proxy: TcpProxy): { reset(): void; read(): { trips: number; bytes: number } } {
  let trips = 0;
  let bytes = 0;
  const asking = new WeakSet<object>();
  proxy.inspect((link, data, to) => {
    bytes += data.length;
    if (to === 'client') asking.delete(link);
    // Goodbye waits for no answer.
    else if (!asking.has(link) && !(data[0] === 0x58 && data.length === 5)) {
      asking.add(link);
      trips++;
    }
    return data;
  });
  return {
    reset: () => {
      trips = 0;
      bytes = 0;
    },
    read: () => ({ trips, bytes }),
  };
}

/** The table for people. */
export function linkTable(milliseconds: number, commands: OverLink[]): string {
  const lines = commands.map(({ command, seconds, trips, bytes }) =>
    [
      command.padEnd(28),
      seconds.toFixed(1).padStart(8),
      String(trips).padStart(8),
      Math.round(bytes / 1024)
        .toLocaleString('en')
        .padStart(8),
    ].join(' '),
  );
  return [
    '',
    ['over', milliseconds, 'ms a round trip'].join(' ').padEnd(28).concat(' seconds    trips      KiB'),
    ...lines,
  ].join('\n');
}

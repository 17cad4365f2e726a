import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Exceptions } from '../../../electron/hosts/shared/exceptions.ts';
import { tempFolder } from '../../helpers/folder.ts';

const everything = { table: null, action: null, codes: null };

function line(n: number): string {
  const table = n % 10 === 0 ? 'eventos — ção' : 'telemetry_data';
  const action = n % 3 === 0 ? 'nulled' : 'repaired';
  const row = { id: n, text: 'é\n"x"'.repeat(n % 7) };
  return JSON.stringify({
    table,
    key: { id: n },
    column: 'text',
    action,
    code: `c${n % 4}`,
    reason: 'r',
    row,
  });
}

/** The work of this thread from now on: the longest piece between two turns of its loop, and all of it. */
function watchTurns(): () => { longest: number; all: number } {
  const worked = (): number => {
    const { user, system } = process.threadCpuUsage();
    return user + system;
  };
  const began = worked();
  let before = began;
  let longest = 0;
  let watching = true;
  const turn = (): void => {
    const now = worked();
    longest = Math.max(longest, now - before);
    before = now;
    if (watching) setImmediate(turn);
  };
  setImmediate(turn);
  return () => {
    watching = false;
    turn();
    return { longest, all: worked() - began };
  };
}

describe('exceptions', () => {
  it('are paged and filtered by their places in the file', async () => {
    const file = join(tempFolder(), 'exceptions.ndjson');
    writeFileSync(file, `${Array.from({ length: 1000 }, (_, n) => line(n)).join('\n')}\n`);
    const exceptions = new Exceptions();
    const page = await exceptions.page(file, everything, 990, 50);
    expect([page.total, page.records.map(({ key }) => key.id)]).toEqual([
      1000,
      [990, 991, 992, 993, 994, 995, 996, 997, 998, 999],
    ]);
    const filter = { table: 'eventos — ção', action: 'nulled' as const, codes: ['c2'] };
    const to = join(tempFolder(), 'some.ndjson');
    await exceptions.copy(file, filter, to);
    const fitting = Array.from({ length: 1000 }, (_, n) => n).filter((n) => n % 30 === 0 && n % 4 === 2);
    expect(readFileSync(to, 'utf8')).toBe(fitting.map((n) => `${line(n)}\n`).join(''));
    await exceptions.copy(file, { ...filter, table: 'none' }, to);
    expect(readFileSync(to, 'utf8')).toBe('');
    const some = await exceptions.page(file, filter, 1, 2);
    expect([some.total, some.records.map(({ key }) => key.id)]).toEqual([17, [90, 150]]);
    expect((await exceptions.page(file, { ...everything, table: 'none' }, 0, 5)).records).toEqual([]);
    expect(await exceptions.facets(file)).toMatchObject({
      total: 1000,
      tables: [
        { value: 'telemetry_data', count: 900 },
        { value: 'eventos — ção', count: 100 },
      ],
      actions: [
        { value: 'repaired', count: 666 },
        { value: 'nulled', count: 334 },
      ],
    });
    // Each within what the others leave, itself not: there are the ways to another one.
    const within = await exceptions.facets(file, { ...everything, table: 'eventos — ção', action: 'nulled' });
    const among = (fits: (n: number) => boolean) =>
      Array.from({ length: 1000 }, (_, n) => n).filter(fits).length;
    expect([within.total, within.tables, within.actions]).toEqual([
      1000,
      [
        { value: 'telemetry_data', count: 300 },
        { value: 'eventos — ção', count: 34 },
      ],
      [
        { value: 'repaired', count: 66 },
        { value: 'nulled', count: 34 },
      ],
    ]);
    expect(within.codes.find(({ value }) => value === 'c2')?.count).toBe(
      among((n) => n % 30 === 0 && n % 4 === 2),
    );
  });

  it('come with the rows that stayed out first, and are copied in the order of the file', async () => {
    const file = join(tempFolder(), 'exceptions.ndjson');
    const actions = ['repaired', 'quarantined', 'nulled', 'quarantined'];
    const text = actions
      .map((action, id) => `${JSON.stringify({ table: 't', key: { id }, action })}\n`)
      .join('');
    writeFileSync(file, text);
    const exceptions = new Exceptions();
    const { records } = await exceptions.page(file, everything, 0, 10);
    expect(records.map(({ key }) => key.id)).toEqual([1, 3, 0, 2]);
    const to = join(tempFolder(), 'all.ndjson');
    await exceptions.copy(file, everything, to);
    expect(readFileSync(to, 'utf8')).toBe(text);
  });

  it('that were written anew are read anew', async () => {
    const file = join(tempFolder(), 'exceptions.ndjson');
    const exceptions = new Exceptions();
    expect(await exceptions.count(file)).toBe(0);
    writeFileSync(file, '\n');
    expect(await exceptions.count(file)).toBe(0);
    writeFileSync(file, `${line(1)}\n${line(2)}\n`);
    expect((await exceptions.page(file, everything, 0, 10)).records).toHaveLength(2);
    writeFileSync(file, '{"table":\n');
    await expect(exceptions.count(file)).rejects.toThrow();
    writeFileSync(file, `${line(1)}\n`);
    expect(await exceptions.count(file)).toBe(1);
  });

  it('are read without holding anything up, 100,000 of them', async () => {
    const file = join(tempFolder(), 'exceptions.ndjson');
    const block = `${Array.from({ length: 1000 }, (_, n) => line(n)).join('\n')}\n`;
    writeFileSync(file, block.repeat(100));
    const exceptions = new Exceptions();
    const stretches = watchTurns();
    const { records, total } = await exceptions.page(file, everything, 99_500, 100);
    const { longest, all } = stretches();
    expect([total, records.length, records[0]?.key.id]).toEqual([100_000, 100, 500]);
    // Whatever else the thread has to do gets its turn many times while the file is read.
    expect(longest / all).toBeLessThan(0.25);
  });
});

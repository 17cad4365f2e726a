import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvCells, csvHead, csvLine, separatorOf } from '../../../electron/engine/report/exceptions/csv.ts';
import { translator } from '../../../shared/messages/index.ts';
import type { ExceptionRecord } from '../../../shared/model/index.ts';
import { planColumn, planTable } from '../../helpers/plan.ts';

const t = translator('pt-BR');

/** Reads what RFC 4180 says, and nothing more. */
function readCsv(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (text[at] === '"') at++;
        cell += text[at];
      }
      at++;
    } else {
      for (; text[at] !== separator && text[at] !== '\r'; at++) {
        expect(text[at]).not.toMatch(/["\n]/);
        cell += text[at];
      }
    }
    row.push(cell);
    if (text[at] === separator) {
      at++;
      continue;
    }
    expect(text.slice(at, at + 2)).toBe('\r\n');
    at += 2;
    rows.push(row);
    row = [];
  }
  return rows;
}

const cell = fc.array(
  fc.oneof(
    fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      '"',
      ';',
      ',',
      "'",
      '\0',
      '\uff1d',
      'ção',
      '😀',
      ' ',
    ),
    fc.string({ maxLength: 3 }),
  ),
  { maxLength: 6 },
);

it.each(['pt-BR', 'en'] as const)(
  'gives every cell back, and none that a spreadsheet reckons with: %s',
  (language) => {
    const separator = separatorOf(language);
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (parts) => {
        const cells = parts.map((each) => each.join('').toWellFormed());
        const [read, ...more] = readCsv(csvLine(cells, separator), separator);
        expect(more).toEqual([]);
        for (const [i, each] of (read ?? []).entries()) {
          expect(each).not.toMatch(/^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/);
          const original = (cells[i] ?? '').replaceAll('\0', '\u2400');
          expect([original, `'${original}`]).toContain(each);
        }
        expect(read).toHaveLength(cells.length);
      }),
    );
  },
);

it('keeps each cell within what Excel takes', () => {
  const [[long] = []] = readCsv(csvLine(['😀'.repeat(40_000), 'x'], ';'), ';');
  expect(long?.length).toBeLessThan(32_767);
  expect(long).toMatch(/… \(\+48000\)$/);
  expect(long?.isWellFormed()).toBe(true);
});

it('says where, what was done, the original, what PostgreSQL has, and the whole row', () => {
  const table = planTable('devices', [
    planColumn('name'),
    planColumn('port', { type: 'integer', conversion: 'integer' }),
  ]);
  const place = { table, aside: false };
  const row = { id: 7, name: { base64: Buffer.from('Olá').toString('base64') }, port: ' 80' };
  const record: ExceptionRecord = {
    table: 'devices',
    key: { id: 7 },
    column: 'port',
    action: 'repaired',
    code: 'integer.text',
    reason: 'number written as text',
    row,
  };
  expect(csvHead(t)).toHaveLength(8);
  expect(csvCells(record, place, t)).toEqual([
    'devices',
    'id=7',
    'port',
    'valor reparado',
    'texto em coluna de inteiros',
    ' 80',
    '80',
    JSON.stringify(row),
  ]);
  const blob = { ...record, column: 'name', code: 'text.blob', row: { ...row, name: { base64: '/wA=' } } };
  expect(csvCells(blob, place, t).slice(5, 7)).toEqual(['base64:/wA=', '\\xff00']);
  const readable = { ...record, column: 'name', code: 'text.blob' };
  expect(csvCells(readable, place, t).slice(5, 7)).toEqual(['Olá', 'Olá']);
  const latin = {
    ...record,
    column: 'name',
    code: 'text.notUtf8',
    row: { ...row, name: { base64: '5w==' } },
  };
  expect(csvCells(latin, place, t).slice(5, 7)).toEqual(['base64:5w==', 'ç']);
  const kept = {
    ...record,
    action: 'quarantined' as const,
    column: null,
    code: 'server.23505',
    reason: 'twice',
  };
  expect(csvCells(kept, place, t).slice(2, 7)).toEqual([
    '',
    'linha guardada à parte',
    'recusado pelo servidor: “twice”',
    '',
    'a linha não está no PostgreSQL',
  ]);
  expect(csvCells(record, null, t)[6]).toBe('não se sabe: veja no PostgreSQL');
});

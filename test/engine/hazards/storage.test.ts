import { beforeAll, it } from 'vitest';
import { type CaseTable, caseSql, expectIdentical, testCases } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';

const base64 = (hex: string) => ({ base64: Buffer.from(hex, 'hex').toString('base64') });

/** SQLite takes any storage class in any column: https://www.sqlite.org/datatype3.html */
const tables: CaseTable[] = [
  {
    name: 'integers',
    columns: {
      i: { type: 'integer', good: '7' },
      /** Holds decimals, too: it becomes numeric. */
      d: { type: 'integer', good: '7' },
      /** Holds numbers beyond 32 bits: it becomes bigint. */
      w: { type: 'integer', good: '7' },
    },
    cases: [
      { what: 'the lowest of 32 bits', column: 'i', sql: '-2147483648', target: '-2147483648' },
      { what: 'the highest of 32 bits', column: 'i', sql: '2147483647', target: '2147483647' },
      { what: 'a number that SQLite reads from text', column: 'i', sql: "' 0042 '", target: '42' },
      { what: 'a REAL that SQLite stores as INTEGER', column: 'i', sql: '3e2', target: '300' },
      {
        what: 'a word',
        column: 'i',
        sql: "'canal 3'",
        target: null,
        ledger: { action: 'nulled', code: 'integer.text', original: 'canal 3' },
      },
      {
        what: 'an empty text',
        column: 'i',
        sql: "''",
        target: null,
        ledger: { action: 'nulled', code: 'integer.text', original: '' },
      },
      {
        what: 'a BLOB',
        column: 'i',
        sql: "x'0102'",
        target: null,
        ledger: { action: 'nulled', code: 'integer.text', original: base64('0102') },
      },
      {
        what: 'digits in a BLOB',
        column: 'i',
        sql: "x'3132'",
        target: '12',
        ledger: { action: 'repaired', code: 'value.bytes', original: base64('3132') },
      },
      { what: 'a decimal', column: 'd', sql: '2.5', target: '2.5' },
      { what: 'a large REAL', column: 'd', sql: '1e300', target: `1${'0'.repeat(300)}` },
      { what: 'the smallest REAL', column: 'd', sql: '5e-324', target: `0.${'0'.repeat(323)}5` },
      {
        what: 'the highest of 64 bits',
        column: 'd',
        sql: '9223372036854775807',
        target: '9223372036854775807',
      },
      {
        what: 'infinity among decimals',
        column: 'd',
        sql: '9e999',
        target: null,
        ledger: { action: 'nulled', code: 'numeric.infinity', original: { real: 'Infinity' } },
      },
      { what: 'beyond 32 bits', column: 'w', sql: '4294967296123', target: '4294967296123' },
      { what: 'beyond 53 bits', column: 'w', sql: '9007199254740993', target: '9007199254740993' },
      {
        what: 'the lowest of 64 bits',
        column: 'w',
        sql: '-9223372036854775808',
        target: '-9223372036854775808',
      },
    ],
  },
  {
    name: 'booleans',
    columns: { b: { type: 'boolean', good: '1' } },
    cases: [
      { what: 'false', column: 'b', sql: '0', target: 'f' },
      { what: 'nothing', column: 'b', sql: 'null', target: null },
      ...[
        ['2', 't', 2],
        ['-1', 't', -1],
        ['0.5', 't', 0.5],
        ['9223372036854775807', 't', { integer: '9223372036854775807' }],
      ].map(([sql, target, original]) => ({
        what: `the number ${sql}`,
        column: 'b',
        sql: sql as string,
        target: target as string,
        ledger: { action: 'repaired' as const, code: 'boolean.number', original: original as number },
      })),
      ...[
        ['true', 't'],
        ['Sim', 't'],
        ['NÃO', 'f'],
        ['off', 'f'],
      ].map(([word, target]) => ({
        what: `the word ${word}`,
        column: 'b',
        sql: `'${word}'`,
        target: target as string,
        ledger: { action: 'repaired' as const, code: 'boolean.word', original: word as string },
      })),
      ...['', 'talvez', 'constructor', '__proto__'].map((word) => ({
        what: `the text “${word}”`,
        column: 'b',
        sql: `'${word}'`,
        target: null,
        ledger: { action: 'nulled' as const, code: 'boolean.unknown', original: word },
      })),
      {
        what: 'a BLOB',
        column: 'b',
        sql: "x'01'",
        target: null,
        ledger: { action: 'nulled', code: 'boolean.unknown', original: base64('01') },
      },
    ],
  },
  {
    name: 'doubles',
    columns: { f: { type: 'float', good: '1.5' } },
    cases: [
      // The texts are PostgreSQL's own: shortest digits that read back the same, and none on the border between two.
      { what: 'one tenth', column: 'f', sql: '0.1', target: '0.1' },
      { what: 'a whole number', column: 'f', sql: '2', target: '2' },
      { what: 'more than 53 bits', column: 'f', sql: '9007199254740993', target: '9.007199254740992e+15' },
      { what: 'the largest', column: 'f', sql: '1.7976931348623157e308', target: '1.7976931348623157e+308' },
      { what: 'the smallest', column: 'f', sql: '5e-324', target: '5e-324' },
      {
        what: 'the smallest normal one',
        column: 'f',
        sql: '2.2250738585072014e-308',
        target: '2.2250738585072014e-308',
      },
      { what: 'a border between two', column: 'f', sql: '1e23', target: '9.999999999999999e+22' },
      { what: 'infinity', column: 'f', sql: '9e999', target: 'Infinity' },
      { what: 'infinity below zero', column: 'f', sql: '-9e999', target: '-Infinity' },
      {
        what: 'a decimal comma',
        column: 'f',
        sql: "'0,25'",
        target: null,
        ledger: { action: 'nulled', code: 'double.text', original: '0,25' },
      },
      {
        what: 'the word nan',
        column: 'f',
        sql: "'nan'",
        target: null,
        ledger: { action: 'nulled', code: 'double.text', original: 'nan' },
      },
      { what: 'no number', column: 'f', sql: "'NaN'", target: 'NaN' },
      {
        what: 'infinity as a text',
        column: 'f',
        sql: "'-Infinity'",
        target: '-Infinity',
        ledger: { action: 'repaired', code: 'double.text', original: '-Infinity' },
      },
      {
        what: 'the bytes of a double',
        column: 'f',
        sql: "x'3ff0000000000000'",
        target: null,
        ledger: { action: 'nulled', code: 'double.text', original: base64('3ff0000000000000') },
      },
    ],
  },
  {
    name: 'bytes',
    columns: { x: { type: 'blob', good: "x'c0ffee'" } },
    cases: [
      { what: 'no bytes', column: 'x', sql: "x''", target: '\\x' },
      { what: 'all kinds of bytes', column: 'x', sql: "x'00ff5c0a0d09'", target: '\\x00ff5c0a0d09' },
      {
        what: 'a text',
        column: 'x',
        sql: "'ação'",
        target: '\\x61c3a7c3a36f',
        ledger: { action: 'repaired', code: 'bytea.text', original: 'ação' },
      },
      {
        what: 'a number',
        column: 'x',
        sql: '258',
        target: '\\x323538',
        ledger: { action: 'repaired', code: 'bytea.number', original: 258 },
      },
      {
        what: 'a whole REAL',
        column: 'x',
        sql: '2.0',
        target: '\\x32',
        ledger: { action: 'repaired', code: 'bytea.number', original: { real: '2.0' } },
      },
    ],
  },
  {
    name: 'anything',
    columns: {
      /** No declared type, texts and others: text. */
      m: { type: '', good: "'texto'" },
      /** No declared type, numbers alone: numeric. */
      z: { type: '', good: '7' },
    },
    cases: [
      {
        what: 'a number among texts',
        column: 'm',
        sql: '42',
        // A number that comes back as one.
        target: '42',
      },
      {
        what: 'a REAL among texts',
        column: 'm',
        sql: '1e23',
        target: '9.999999999999999e+22',
        ledger: { action: 'repaired', code: 'text.number', original: 1e23 },
      },
      {
        what: 'infinity among texts',
        column: 'm',
        sql: '9e999',
        target: 'Infinity',
        ledger: { action: 'repaired', code: 'text.number', original: { real: 'Infinity' } },
      },
      { what: 'a decimal among numbers', column: 'z', sql: '0.1', target: '0.1' },
      {
        what: 'beyond 53 bits among numbers',
        column: 'z',
        sql: '9007199254740993',
        target: '9007199254740993',
      },
      {
        what: 'infinity among numbers',
        column: 'z',
        sql: '-9e999',
        target: null,
        ledger: { action: 'nulled', code: 'numeric.infinity', original: { real: '-Infinity' } },
      },
    ],
  },
];

let h: Hazard;
beforeAll(async () => {
  h = await migrated(tables.map(caseSql).join('\n'));
  return h.close;
});

testCases(tables, () => h);

it('is identical as a whole', () => expectIdentical(h));

import { beforeAll, describe, expect, it } from 'vitest';
import { type CaseTable, caseSql, expectIdentical, testCases } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';
import { problemsOf } from '../../helpers/oracle.ts';

const base64 = (hex: string) => ({ base64: Buffer.from(hex, 'hex').toString('base64') });
/** TEXT made of these bytes: https://www.sqlite.org/lang_expr.html#castexpr */
const bytes = (hex: string) => `cast(x'${hex}' as text)`;
const repaired = (code: string, original: string | { base64: string }) =>
  ({ action: 'repaired', code, original }) as const;

const exact = {
  backslashes: 'C:\\dados\\.\\N',
  'what COPY writes for NULL': '\\N',
  'what once ended a COPY': '\\.',
  'tabs and line ends': 'a\tb\nc\r\nd',
  'every other control character': '\u0001\u0007\b\v\f\u001b\u001f\u007f\u0085',
  'the empty text': '',
  'blanks at both ends': '  x  ',
  'the word NULL': 'NULL',
  'accents, composed and not': 'ação ac\u0327a\u0303o',
  'beyond the basic plane': '🚗\u{10ffff}',
  'a byte order mark': '\ufeffx',
  'characters that are none': '\ufffd\uffff\ufffe',
};

const utf8: CaseTable[] = [
  {
    name: 'texts',
    columns: {
      t: { type: 'text', good: "'bom'" },
      v: { type: 'varchar(5)', good: "'bom'" },
      /** Nothing but ASCII in front of the byte: a column that looks plain. */
      p: { type: 'varchar(5)', good: "'bom'" },
    },
    cases: [
      ...Object.entries(exact).map(([what, text]) => ({
        what,
        column: 't',
        sql: bytes(Buffer.from(text).toString('hex')),
        target: text,
      })),
      { what: 'longer than declared', column: 'v', sql: "'comprido demais'", target: 'comprido demais' },
      {
        what: 'a NUL byte inside',
        column: 'p',
        sql: bytes('4775696e00636f'),
        target: 'Guin␀co',
        ledger: repaired('text.nul', 'Guin\0co'),
      },
      {
        what: 'a NUL byte at the end',
        column: 'p',
        sql: bytes('6f6e6c696e6500'),
        target: 'online␀',
        ledger: repaired('text.nul', 'online\0'),
      },
      {
        what: 'nothing but a NUL byte',
        column: 'p',
        sql: bytes('00'),
        target: '␀',
        ledger: repaired('text.nul', '\0'),
      },
      {
        what: 'Windows-1252',
        column: 't',
        sql: bytes('53e36f204a6fe36f'),
        target: 'São João',
        ledger: repaired('text.notUtf8', base64('53e36f204a6fe36f')),
      },
      {
        what: 'quotes of Windows-1252',
        column: 't',
        sql: bytes('93616272616dea942080'),
        target: '“abramê” €',
        ledger: repaired('text.notUtf8', base64('93616272616dea942080')),
      },
      {
        what: 'UTF-8 and Latin-1 in one text',
        column: 't',
        sql: bytes('c3a7e36f'),
        target: 'ção',
        ledger: repaired('text.notUtf8', base64('c3a7e36f')),
      },
      {
        what: 'UTF-8 that was cut',
        column: 't',
        sql: bytes('42617465726961c3'),
        target: 'BateriaÃ',
        ledger: repaired('text.notUtf8', base64('42617465726961c3')),
      },
      {
        what: 'surrogates as bytes',
        column: 't',
        sql: bytes('eda0bdedb882'),
        // Each byte by itself: í, a blank that does not break, ½ and so on.
        target: 'í\u00a0½í¸‚',
        ledger: repaired('text.notUtf8', base64('eda0bdedb882')),
      },
      {
        what: 'an overlong NUL',
        column: 't',
        sql: bytes('61c080'),
        target: 'aÀ€',
        ledger: repaired('text.notUtf8', base64('61c080')),
      },
      {
        what: 'a NUL and bytes that are not UTF-8',
        column: 'p',
        sql: bytes('6100e3'),
        target: 'a␀ã',
        ledger: repaired('text.notUtf8', base64('6100e3')),
      },
      {
        what: 'a BLOB that reads as text',
        column: 't',
        sql: "x'4f6cc3a1'",
        target: 'Olá',
        ledger: repaired('text.blob', base64('4f6cc3a1')),
      },
      {
        what: 'a BLOB of bytes, longer than the column',
        column: 'v',
        sql: "x'00ff10fe'",
        target: '\\x00ff10fe',
        ledger: repaired('text.blob', base64('00ff10fe')),
      },
      // What a function for JSON would take for null and for a text: https://www.sqlite.org/json1.html#jsonbx
      ...['00', '17616263', '1331'].map((hex) => ({
        what: `a BLOB that is binary JSON, ${hex}`,
        column: 't',
        sql: `x'${hex}'`,
        target: `\\x${hex}`,
        ledger: repaired('text.blob', base64(hex)),
      })),
    ],
  },
];

describe('a UTF-8 file', () => {
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(utf8.map(caseSql).join('\n'));
    return h.close;
  });

  testCases(utf8, () => h);

  it('is identical as a whole', () => expectIdentical(h));

  it('gets columns without a length, as SQLite knows none', () => {
    expect(h.column('texts', 'v').type).toBe('character varying');
    expect(h.findings('texts', 'v').find((f) => f.code === 'text.tooLong')?.count).toBe(1);
  });
});

/** Texts of a UTF-16 file keep their meaning; SQLite itself turns half characters into other bytes when it is asked. */
describe.each(['UTF-16le', 'UTF-16be'])('a %s file', (encoding) => {
  const utf16 = (text: string) => {
    const le = Buffer.from(text, 'utf16le');
    return bytes((encoding === 'UTF-16be' ? le.swap16() : le).toString('hex'));
  };
  const half = (text: string) => ({
    base64: Buffer.from(utf16(text).slice(7, -10), 'hex').toString('base64'),
  });
  const tables: CaseTable[] = [
    {
      name: 'texts',
      columns: {
        v: { type: 'varchar(9)', good: "'bom'" },
        w: { type: 'varchar(4)', good: "'bom'" },
        d: { type: 'datetime', good: "'2025-08-09 14:03:11'" },
      },
      cases: [
        ...Object.entries(exact).map(([what, text]) => ({
          what,
          column: 'v',
          sql: utf16(text),
          target: text,
        })),
        { what: 'longer than declared', column: 'w', sql: "'comprida'", target: 'comprida' },
        {
          what: 'a time',
          column: 'd',
          sql: "'2025-08-08 05:11:57.775189'",
          target: '2025-08-08 05:11:57.775189',
        },
        {
          what: 'a NUL',
          column: 'v',
          sql: utf16('a\0b'),
          target: 'a␀b',
          ledger: repaired('text.nul', 'a\0b'),
        },
        {
          what: 'half a character',
          column: 'v',
          sql: utf16('a\ud83db'),
          target: 'a\ufffdb',
          ledger: repaired('text.notUtf8', half('a\ud83db')),
        },
      ],
    },
  ];

  let h: Hazard;
  beforeAll(async () => {
    // Lengths that are declared are kept by the enhanced profile.
    const make = `pragma encoding = '${encoding}';
      ${tables.map(caseSql).join('\n')}
      create table palavras (p text primary key, n integer not null) without rowid;
      insert into palavras values ('z', 1), ('é', 2), ('a', 3), ('🚗', 4), ('\uffee', 5), ('ab', 6), ('', 7);`;
    h = await migrated(make, { profile: 'enhanced' });
    return h.close;
  });

  testCases(tables, () => h);

  it('is identical as a whole, text keys included', async () => {
    expectIdentical(h);
    expect(await problemsOf(h, 'palavras')).toEqual([]);
    expect(await h.rows('select p from palavras order by n')).toEqual(
      ['z', 'é', 'a', '🚗', '\uffee', 'ab', ''].map((p) => [p]),
    );
  });

  it('has its lengths counted in characters', () => {
    expect(h.column('texts', 'd').type).toBe('timestamp without time zone');
    expect(h.column('texts', 'w').type).toBe('character varying(8)');
  });
});

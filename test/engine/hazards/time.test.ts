import { beforeAll, describe, expect, it } from 'vitest';
import { type Case, type CaseTable, caseSql, expectIdentical, testCases } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';

const base64 = (hex: string) => ({ base64: Buffer.from(hex, 'hex').toString('base64') });
type Original = NonNullable<Case['ledger']>['original'];

const good = "'2025-08-09 14:03:11'";

function exact(what: string, text: string, target = text): Case {
  return { what, column: 'd', sql: `'${text}'`, target };
}

/** What is read as another spelling of a time: the target has the time, the ledger what was written. */
function repaired(code: string, sql: string, target: string, original: Original = unquoted(sql)): Case {
  return { what: sql, column: 'd', sql, target, ledger: { action: 'repaired', code, original } };
}

/** What is no time at all, or none that PostgreSQL or Python knows. */
function nulled(code: string, sql: string, original: Original = unquoted(sql)): Case {
  return { what: sql, column: 'd', sql, target: null, ledger: { action: 'nulled', code, original } };
}

function unquoted(sql: string): Original {
  return sql.startsWith("'") ? sql.slice(1, -1) : Number(sql);
}

/** Everything met in the field, or that SQLite's own documentation takes for a time. */
const timestamps: CaseTable = {
  name: 'momentos',
  columns: { d: { type: 'datetime', good } },
  cases: [
    exact('local time of SQLAlchemy', '2025-08-08 05:11:57.775189'),
    exact('CURRENT_TIMESTAMP of SQLite', '2025-08-09 14:03:11'),
    exact('zeros at the end of the decimals', '2025-08-09 14:03:11.500000', '2025-08-09 14:03:11.5'),
    exact('nothing but zeros as decimals', '2025-08-09 14:03:11.000', '2025-08-09 14:03:11'),
    exact('one decimal', '2025-08-09 14:03:11.1'),
    exact('a leap day', '2024-02-29 23:59:59'),
    exact('the first year', '0001-01-01 00:00:00'),
    exact('the last year', '9999-12-31 23:59:59.999999'),
    exact('a Pi without a clock', '1970-01-01 00:00:17.000345'),
    exact('a bad GPS fix', '2080-01-06 00:00:00'),
    exact('before the epoch', '1969-12-31 23:59:59.999999'),
    repaired('time.iso', "'2025-08-09T14:03:11'", '2025-08-09 14:03:11'),
    repaired('time.iso', "' 2025-08-09 14:03:11 '", '2025-08-09 14:03:11'),
    repaired('time.iso', "'2025-08-09 14:03:11,500'", '2025-08-09 14:03:11.5'),
    repaired('time.zone', "'2025-08-09T14:03:11Z'", '2025-08-09 14:03:11'),
    repaired('time.zone', "'2025-08-09 14:03:11.123 UTC'", '2025-08-09 14:03:11.123'),
    repaired('time.offset', "'2025-08-09 14:03:11-03:00'", '2025-08-09 17:03:11'),
    repaired('time.offset', "'2025-12-31T22:30:00.5-0300'", '2026-01-01 01:30:00.5'),
    repaired('time.offset', "'2025-08-09T14:03:11.123456+0000'", '2025-08-09 14:03:11.123456'),
    repaired('time.dateOnly', "'2025-08-09'", '2025-08-09 00:00:00'),
    repaired('time.noSeconds', "'2025-08-09 14:03'", '2025-08-09 14:03:00'),
    repaired('time.hour24', "'2025-12-31 24:00:00'", '2026-01-01 00:00:00'),
    repaired('time.leapSecond', "'2016-12-31 23:59:60'", '2017-01-01 00:00:00'),
    // SQLAlchemy reads six decimals; what is cut off stays in the ledger.
    repaired('time.fraction', "'2025-08-09 14:03:11.123456789'", '2025-08-09 14:03:11.123456'),
    repaired('time.brazilian', "'09/08/2025 14:03:11'", '2025-08-09 14:03:11'),
    repaired('time.brazilian', "'31/12/2025'", '2025-12-31 00:00:00'),
    repaired('time.epoch', '1754748191', '2025-08-09 14:03:11'),
    repaired('time.epoch', '1754748191.5', '2025-08-09 14:03:11.5'),
    repaired('time.epoch', '0', '1970-01-01 00:00:00'),
    repaired('time.epochMs', '1754748191123', '2025-08-09 14:03:11.123'),
    repaired('time.epochUs', '1754748191123456', '2025-08-09 14:03:11.123456'),
    // select julianday('2025-08-09 12:00') is 2460897.0: https://www.sqlite.org/lang_datefunc.html
    repaired('time.julian', '2460897.0', '2025-08-09 12:00:00', 2460897),
    nulled('time.empty', "''"),
    nulled('time.empty', "'  '"),
    nulled('time.zero', "'0000-00-00 00:00:00'"),
    nulled('time.impossible', "'0000-01-01 00:00:00'"),
    nulled('time.impossible', "'2025-02-30 10:00:00'"),
    nulled('time.impossible', "'2025-02-29 10:00:00'"),
    nulled('time.impossible', "'2025-13-01 00:00:00'"),
    nulled('time.impossible', "'2025-08-09 25:00:00'"),
    nulled('time.impossible', "'2025-08-09 14:60:00'"),
    nulled('time.impossible', "'2025-08-09 24:00:01'"),
    exact('a year of five digits', '10000-01-01 00:00:00'),
    exact('no end', 'infinity'),
    exact('a year before Christ', '0044-03-15 12:00:00 BC'),
    nulled('time.range', "'294277-01-01 00:00:00'"),
    nulled('time.unknown', "'-0044-03-15 00:00:00'"),
    nulled('time.unknown', "'2025-8-9 4:03:11'"),
    nulled('time.unknown', "'agora'"),
    nulled('time.unknown', "'None'"),
    nulled('time.unknown', "'2025-08-09 14:03:11.'"),
    nulled('time.unknown', '9e999', { real: 'Infinity' }),
    nulled('time.bytes', "x'323032352d30382d3039'", base64('323032352d30382d3039')),
    nulled(
      'time.bytes',
      "cast(x'323032352d30382d30392031344833e3' as text)",
      base64('323032352d30382d30392031344833e3'),
    ),
    nulled(
      'time.unknown',
      "cast(x'323032352d30382d30392031343a30333a313100' as text)",
      '2025-08-09 14:03:11\0',
    ),
  ],
};

/** Days, in a column whose collation overlooks blanks. */
const collated: CaseTable = {
  name: 'colado',
  columns: { d: { type: 'date collate rtrim', good: "'2025-08-09'" } },
  cases: [
    exact('a date', '2024-02-29'),
    repaired('time.iso', "'2025-08-09 '", '2025-08-09'),
    repaired('date.time', "'2025-08-09 14:03:11'", '2025-08-09'),
    repaired('time.brazilian', "'09/08/2025'", '2025-08-09'),
    nulled('time.impossible', "'2025-02-30'"),
    nulled('time.impossible', "'0000-12-31'"),
    nulled('time.unknown', "'ontem'"),
  ],
};

const clocks: CaseTable = {
  name: 'horas',
  columns: { d: { type: 'time', good: "'14:03:11'" } },
  cases: [
    exact('with decimals', '23:59:59.120', '23:59:59.12'),
    exact('midnight', '00:00:00'),
    repaired('time.noSeconds', "'14:03'", '14:03:00'),
    repaired('time.fraction', "'14:03:11.1234567'", '14:03:11.123456'),
    exact('the end of a day', '24:00:00'),
    nulled('time.impossible', "'24:00:01'"),
    nulled('time.impossible', "'23:59:60'"),
    nulled('time.unknown', "'cedo'"),
    nulled('time.unknown', '14'),
  ],
};

describe('points in time', () => {
  const tables = [timestamps, collated, clocks];
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(tables.map(caseSql).join('\n'));
    return h.close;
  });

  testCases(tables, () => h);

  it('are identical as a whole', () => expectIdentical(h));

  it('keep their types', () => {
    expect(h.column('momentos', 'd').type).toBe('timestamp without time zone');
    expect(h.column('colado', 'd').type).toBe('date');
    expect(h.column('horas', 'd').type).toBe('time without time zone');
  });
});

import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { migrated } from '../../helpers/hazard.ts';
import { isLong } from '../../helpers/long.ts';
import { problemsOf } from '../../helpers/oracle.ts';
import { texts } from './values.ts';

const files = isLong ? 200 : 4;
const seed = Number(process.env.AUTOCORE_SEED ?? (isLong ? Math.floor(Math.random() * 2 ** 31) : 1754748191));

/** Where AutoCore keeps JSON, lists and UUIDs. */
const columns: Record<string, string[]> = {
  devices: ['uuid', 'configuration_json', 'capabilities_json'],
  macros: ['trigger_config', 'action_sequence', 'condition_logic'],
  event_logs: ['payload'],
  icons: ['tags'],
  vehicles: ['uuid', 'last_location', 'vehicle_config', 'tags'],
};

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 25 });
const number = fc
  .tuple(fc.constantFrom('', '-'), digits, fc.option(digits), fc.option(fc.integer({ min: -400, max: 400 })))
  .map(([sign, whole, fraction, exponent]) => {
    const start = whole.replace(/^0+(?=\d)/, '');
    return `${sign}${start}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `e${exponent}`}`;
  });
/** A text as JSON may spell it: some characters escaped that need not be. */
const quoted = fc
  .tuple(texts, fc.nat(7))
  .map(([text, every]) =>
    [...JSON.stringify(text)]
      .map((c, i, all) =>
        every > 4 &&
        i > 0 &&
        i < all.length - 1 &&
        /[^\W_]/.test(c) &&
        all[i - 1] !== '\\' &&
        !/\\u/.test(all.join(''))
          ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
          : c,
      )
      .join(''),
  );
const blank = fc.constantFrom('', '', '', ' ', '\n', '\t ');
const { document } = fc.letrec<{ document: string }>((tie) => ({
  document: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('null', 'true', 'false', '0', '""'),
    number,
    quoted,
    fc
      .tuple(fc.array(tie('document'), { maxLength: 4 }), blank)
      .map(([a, b]) => `[${b}${a.join(`,${b}`)}${b}]`),
    fc
      .tuple(fc.array(fc.tuple(quoted, tie('document')), { maxLength: 4 }), blank)
      .map(([members, b]) => `{${members.map(([k, v]) => `${b}${k}${b}:${b}${v}`).join(',')}${b}}`),
  ),
}));
const list = fc
  .array(fc.option(texts.filter((t) => !t.includes('\0'))))
  .map((items) => JSON.stringify(items));
const uuid = fc.oneof(
  { weight: 9, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.uuid().map((u) => u.toUpperCase()) },
);

/** What jsonb keeps, or (in every third column) anything that looks like JSON. */
function values(column: string): fc.Arbitrary<(string | null)[]> {
  const clean = column === 'uuid' ? fc.uuid() : column === 'tags' ? list : document.filter(isKept);
  const any = column === 'uuid' ? uuid : fc.oneof({ weight: 20, arbitrary: document }, texts);
  return fc
    .constantFrom(clean, clean, any)
    .chain((value) => fc.array(fc.option(value, { freq: 20 }), { minLength: 150, maxLength: 150 }));
}

function isKept(json: string): boolean {
  return !/\\u0000|-0|\\ud[89a-f]/i.test(json);
}

function write(db: Database, all: (string | null)[][]): void {
  let at = 0;
  for (const [table, names] of Object.entries(columns)) {
    db.exec(`create table ${table} (n integer primary key, ${names.map((c) => `${c} text`).join(', ')})`);
    const own = all.slice(at, at + names.length);
    at += names.length;
    const insert = db.prepare(`insert into ${table} values (${['?', ...names.map(() => '?')].join(', ')})`);
    for (const n of own[0]?.keys() ?? []) insert.run(n, ...own.map((values) => values[n]));
  }
}

it('a column becomes jsonb, uuid or text[] only where every value means the same there', async () => {
  const types = new Map<string, number>();
  const generated = fc.tuple(...Object.values(columns).flatMap((names) => names.map(values)));
  const result = await fc.check(
    fc.asyncProperty(generated, async (all) => {
      const h = await migrated((db) => write(db, all), { profile: 'enhanced' });
      try {
        const found: string[] = [];
        for (const table of Object.keys(columns)) found.push(...(await problemsOf(h, table)));
        for (const { type } of h.plan.tables.flatMap((t) => t.columns))
          types.set(type, (types.get(type) ?? 0) + 1);
        const { status, samples } = h.state.validation ?? {};
        if (status !== 'identical') found.push(JSON.stringify({ samples, missing: h.state.objects.missing }));
        if (found.length > 0) throw new Error(found.slice(0, 10).join('\n'));
      } finally {
        await h.close();
      }
    }),
    { numRuns: files, seed, endOnFailure: true },
  );
  const error = result.errorInstance as Error | null;
  expect(error?.stack ?? '', `seed ${seed}, run ${result.numRuns}`).toBe('');
  for (const type of ['jsonb', 'uuid', 'text[]', 'text']) expect(types.get(type), type).toBeGreaterThan(0);
});

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: .env files have such values
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { setEnv, unsetEnv } from '../../../electron/engine/cutover/env.ts';
import { dotenvBindings, dotenvValues } from '../../../electron/engine/cutover/env-dotenv.ts';
import { systemdValues } from '../../../electron/engine/cutover/env-systemd.ts';
import { AppError } from '../../../shared/errors.ts';
import { envReaders } from '../../helpers/env-readers.ts';
import { isLong } from '../../helpers/long.ts';

const folder = mkdtempSync(join(tmpdir(), 'autocore-env-'));
const readers = envReaders(folder);
afterAll(async () => {
  await readers?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** More in the long run. */
const runs = Number(process.env.ENV_FILES ?? (isLong ? 150 : 60));
/** Every day the same files; among those of a long run some that only bash reads otherwise are still found. */
const seed = Number(process.env.AUTOCORE_SEED ?? (isLong ? Math.floor(Math.random() * 2 ** 31) : 1754748191));

const keys = ['DATABASE_TYPE', 'DB_USER', 'DB_PASSWORD'];
/** Characters that mean something to one of the readers, and some that mean nothing. */
const special = [
  ...'\'"\\$`#=;&|<>(){}[]!~*?^%@:-+. \tabnrx0_ç🚗\u00a0\u0085\ufeff',
  '${HOME}',
  '${A:-b}',
  '$(',
  ' #',
];
const fragment = fc.array(fc.constantFrom(...special), { maxLength: 8 }).map((all) => all.join(''));
const value = fc.oneof(
  fragment,
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const values = fc.record({ DATABASE_TYPE: fc.constant('postgresql'), DB_USER: value, DB_PASSWORD: value });

const name = fc.constantFrom(...keys, ...keys, 'A', 'DATABASE_URL', "'DB_USER'", 'export', 'x-y');
const assignment = fc
  .record({
    before: fc.constantFrom('', '', '', '  ', 'export ', '\texport  ', '\ufeff'),
    name,
    equals: fc.constantFrom('=', '=', '=', ' = ', '= ', ' ='),
    quote: fc.constantFrom('', '', '"', "'"),
    text: fc.oneof(
      fragment,
      fc.constantFrom('sqlite', '', 'a b', '${DB_USER}@h', "it's", 'uma\nduas', 'x\\\ny'),
    ),
    close: fc.constantFrom(true, true, true, true, false),
    behind: fc.constantFrom('', '', '', ' ', ' # c', " # it's", '#c', ' x'),
  })
  .map((p) => `${p.before}${p.name}${p.equals}${p.quote}${p.text}${p.close ? p.quote : ''}${p.behind}`);
const line = fc.oneof(
  { weight: 6, arbitrary: assignment },
  { weight: 1, arbitrary: name },
  {
    weight: 2,
    arbitrary: fc.constantFrom('', '# c', '# fim \\', '; c', "# it's", 'A=1; B=2', 'A=<x>', '\\', '=1=2'),
  },
  { weight: 1, arbitrary: fragment },
);
const file = fc
  .tuple(
    fc.array(fc.tuple(line, fc.constantFrom('\n', '\n', '\n', '\r\n', '\r')), { maxLength: 7 }),
    fc.option(line),
  )
  .map(([lines, last]) => lines.map(([text, end]) => text + end).join('') + (last ?? ''))
  .filter((text) => !text.includes('\0') && text.isWellFormed());

const written = (text: string) =>
  Object.fromEntries(dotenvBindings(text).map((each) => [each.name ?? keys[0], each.value]));
const others = (all: Record<string, unknown> | null) =>
  Object.fromEntries(Object.entries(all ?? {}).filter(([key]) => !keys.includes(key)));

describe.runIf(readers)('the readers of .env files', () => {
  const read = (text: string, names: string[] = []) => {
    if (readers === null) throw new Error('no readers');
    return readers.read(text, names);
  };

  it('are understood', async () => {
    const { systemd } = await read('# c \\\nA=1\n');
    const continued = systemd?.A === undefined;
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        const found = await read(text);
        expect(Object.fromEntries(dotenvValues(text, { HOME: '/home/pi' }))).toEqual(found.dotenv);
        const ours = systemdValues(text, continued);
        expect(ours && Object.fromEntries(ours)).toEqual(found.systemd);
        expect(
          dotenvBindings(text)
            .map((each) => each.text)
            .join(''),
        ).toBe(text);
      }),
      { numRuns: runs, seed },
    );
  });

  it('all find what was written, or nothing is', async () => {
    const seen = { 'cutover.envValue': 0, 'cutover.envMisread': 0, bash: 0 };
    await fc.assert(
      fc.asyncProperty(file, values, async (before, wanted) => {
        let after: string;
        try {
          after = setEnv(before, wanted, 'x');
        } catch (error) {
          const { code, params } = error as AppError;
          if (code !== 'cutover.envValue' && code !== 'cutover.envMisread') throw error;
          seen[code]++;
          if (code === 'cutover.envValue')
            await isHopeless(wanted[params.key as 'DB_USER'], String(params.characters));
          return;
        }
        const [old, now] = [await read(before), await read(after, keys)];
        expect(now.dotenv).toMatchObject(wanted);
        expect(now.loaded).toMatchObject(wanted);
        expect(now.systemd).toMatchObject(wanted);
        expect(others(now.systemd)).toEqual(others(old.systemd));
        expect(others(written(after))).toEqual(others(written(before)));
        // Where bash comes to the end of the file, it finds them too. A quote that another line closes for bash alone may
        // have been in a line that made way, whatever stands there now.
        if ((await isReadToItsEnd(before)) && (await isReadToItsEnd(setEnv(before, harmless, 'x')))) {
          seen.bash++;
          expect(now.bash).toEqual(wanted);
          expect(setEnv(after, wanted, 'x')).toBe(after);
        }
      }),
      { numRuns: runs, seed },
    );
    expect(seen.bash).toBeGreaterThan(runs / 5);
    expect(seen['cutover.envValue']).toBeGreaterThan(0);
  });

  const harmless = { DATABASE_TYPE: 'postgresql', DB_USER: 'a', DB_PASSWORD: 'b' };

  /** By bash, that is. */
  async function isReadToItsEnd(text: string): Promise<boolean> {
    return (await read(`${text}\n\nAT_THE_END=1\n`, ['AT_THE_END'])).bash?.AT_THE_END === '1';
  }

  /** A value that is refused has no form in which all read it, whatever comes behind it. */
  async function isHopeless(refused: string, characters: string): Promise<void> {
    expect(characters).not.toBe('');
    // Some of these would be read here; older versions of systemd drop them.
    if (characters.startsWith('U+')) return;
    const forms = [
      refused,
      `'${refused}'`,
      `"${refused.replace(/["\\]/g, '\\$&')}"`,
      `"${refused.replace(/["\\$`]/g, '\\$&')}"`,
    ];
    for (const form of forms) {
      const found = await read(`DB_USER=${form}\nA='x'\nB="y"\n`, ['DB_USER']);
      const all = [found.dotenv?.DB_USER, found.systemd?.DB_USER, found.bash?.DB_USER];
      expect(all.every((each) => each === refused)).toBe(false);
    }
  }

  it('find what was there when our settings are taken out of an edited file', async () => {
    await fc.assert(
      fc.asyncProperty(file, values, async (before, wanted) => {
        let after: string;
        try {
          after = setEnv(before, wanted, 'x');
        } catch (error) {
          if (error instanceof AppError) return;
          throw error;
        }
        const back = unsetEnv(`${after}\nNOVO=1\n`, before, keys);
        const was = dotenvValues(before);
        const is = dotenvValues(back);
        for (const key of keys) expect(is.get(key)).toBe(was.get(key));
        expect(is.get('NOVO')).toBe('1');
      }),
      { numRuns: runs, seed },
    );
  });
});

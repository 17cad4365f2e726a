// biome-ignore-all lint/suspicious/noTemplateCurlyInString: .env files have such values
import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envDifference, setEnv, unsetEnv } from '../../../electron/engine/cutover/env.ts';
import { dotenvValues } from '../../../electron/engine/cutover/env-dotenv.ts';
import {
  type EnvChange,
  notedEnv,
  planEnvs,
  requireReadAsWritten,
  restoreEnv,
  unwriteEnv,
  writeEnv,
} from '../../../electron/engine/cutover/env-files.ts';
import { tempFolder } from '../../helpers/folder.ts';

const values = { DATABASE_TYPE: 'postgresql', DB_PASSWORD: `a'b"c\\e` };
const written = 'DATABASE_TYPE=postgresql\nDB_PASSWORD="a\'b\\"c\\\\e"\n';

describe('setEnv', () => {
  it.each([
    ['', written],
    ['# DATABASE_TYPE=x\nA=1', `# DATABASE_TYPE=x\nA=1\n${written}`],
    ['# fim \\\n', `# fim \\\n\n\n${written}`],
  ])('adds what is missing to %j', (before, after) => {
    expect(setEnv(before, values, '')).toBe(after);
  });

  it.each([
    ['DATABASE_TYPE=sqlite # aqui\r\nB=2\r\n', '# aqui\nDATABASE_TYPE=postgresql\nB=2\r\n'],
    ['\n\n  DATABASE_TYPE = "sqlite" # aqui\nB=2', '\n\n  # aqui\n  DATABASE_TYPE="postgresql"\nB=2'],
    ["  DATABASE_TYPE='sqlite'", "  DATABASE_TYPE='postgresql'"],
    ['DATABASE_TYPE=\nDATABASE_TYPE=y\n', 'DATABASE_TYPE=postgresql\nDATABASE_TYPE=postgresql\n'],
    ['DATABASE_TYPE="sql\nite"\nB=2\n', 'DATABASE_TYPE="postgresql"\nB=2\n'],
    ['K="a\nDATABASE_TYPE=no\n"\nDATABASE_TYPE=x', 'K="a\nDATABASE_TYPE=no\n"\nDATABASE_TYPE=postgresql'],
    ['N=café\nDATABASE_TYPE=x\n', 'N=café\nDATABASE_TYPE=postgresql\n'],
    // What not everybody finds there is set once more.
    ['export DATABASE_TYPE = "sqlite"\n', 'export DATABASE_TYPE="postgresql"\nDATABASE_TYPE=postgresql\n'],
    ['\ufeffDATABASE_TYPE=sqlite\n', '\ufeffDATABASE_TYPE=sqlite\nDATABASE_TYPE=postgresql\n'],
    ['A=x\\\nDATABASE_TYPE=sqlite\n', 'A=x\\\nDATABASE_TYPE=sqlite\nDATABASE_TYPE=postgresql\n'],
    [
      "A=it's\nDATABASE_TYPE=sqlite\nB=that's\n",
      "A=it's\nDATABASE_TYPE=sqlite\nB=that's\nDATABASE_TYPE=postgresql\n",
    ],
  ])('replaces in %j and keeps the rest', (before, after) => {
    expect(setEnv(before, { DATABASE_TYPE: 'postgresql' }, '')).toBe(after);
    expect(setEnv(after, { DATABASE_TYPE: 'postgresql' }, '')).toBe(after);
    expect(dotenvValues(unsetEnv(after, before, ['DATABASE_TYPE']))).toEqual(dotenvValues(before));
  });

  it.each([
    ['# c\nDATABASE_TYPE=x\n', '# c\nDATABASE_TYPE=x\nNOVO=1\n'],
    ['\n  DATABASE_TYPE = "x" # aqui\r\nB=2\n', '\n  DATABASE_TYPE = "x" # aqui\r\nB=2\nNOVO=1\n'],
    ['export DATABASE_TYPE=x\n', 'export DATABASE_TYPE=x\nNOVO=1\n'],
    ['DATABASE_TYPE=x', 'DATABASE_TYPE=x\nNOVO=1\n'],
    ['A=1\n', 'A=1\nNOVO=1\n'],
  ])('comes out again of %j when somebody added a line', (before, after) => {
    const set = setEnv(before, values, '');
    const edited = `${set}${set.endsWith('\n') ? '' : '\n'}NOVO=1\n`;
    expect(unsetEnv(edited, before, Object.keys(values))).toBe(after);
  });

  it('comes back where somebody took a line out since', () => {
    expect(unsetEnv('A=1\n', 'DATABASE_TYPE=sqlite\nA=1\n', ['DATABASE_TYPE'])).toBe(
      'A=1\nDATABASE_TYPE=sqlite\n',
    );
  });

  it.each([
    ['x${HOME}y', '${…}'],
    ['${A:-b}', '${…}'],
    ["a'b$c", "' $"],
    ["a'b`c", "' `"],
    ['a\\\\b$c', '\\ $'],
    ['fim\\', '\\'],
    ['a\rb', 'U+000D'],
    ['a\0b', 'U+0000'],
    ['\ud800', 'U+D800'],
    ['\uffff', 'U+FFFF'],
  ])('refuses %j, which has no form that all read the same', (value, characters) => {
    const set = () => setEnv('', { DB_PASSWORD: value }, '');
    const params = { key: 'DB_PASSWORD', characters };
    expect(set).toThrow(expect.objectContaining({ code: 'cutover.envValue', params }));
  });

  it.each([
    ['A="sem fim\n', 'systemd'],
    ["A='sem fim\n", 'python-dotenv'],
    ["A=it's\n", 'bash'],
  ])('refuses %j, where nothing can be added that all read', (before, reader) => {
    const set = () => setEnv(before, { DB_PASSWORD: 'a $ b' }, '/x');
    const params = { path: '/x', key: 'DB_PASSWORD', reader };
    expect(set).toThrow(expect.objectContaining({ code: 'cutover.envMisread', params }));
  });

  it('is quick with a long file', () => {
    const text = `${"A='x' # c\n".repeat(5_000)}DATABASE_TYPE=sqlite\n`;
    expect(setEnv(text, values, '')).toContain(written);
    expect(envDifference(text, setEnv(text, values, ''), () => false)).toHaveLength(3);
  });

  it('never shows the password, nor a part of it', () => {
    const lines = envDifference(
      'DB_PASSWORD="ve\nlha" # x\nX=1\n',
      "DB_PASSWORD='no\nva'\nX=1\n",
      (n) => n === 'DB_PASSWORD',
    );
    expect(lines).toEqual(['- DB_PASSWORD=***', '+ DB_PASSWORD=***']);
  });
});

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.log('Owners of .env files are not tried: only root can give a file away.');

/** As going live does it. */
const plan = (...paths: string[]) => planEnvs(paths, values, 'r1', []);

async function planned(path: string): Promise<EnvChange> {
  const [change] = await plan(path);
  if (!change) throw new Error('no change');
  return change;
}

async function write(change: EnvChange, earlier?: ReturnType<typeof notedEnv>) {
  const noted = notedEnv(change, 'r1', earlier);
  await writeEnv(change, 'r1');
  return noted;
}

describe('.env files', () => {
  it('are replaced with their mode, with a backup, and restored', async () => {
    const path = join(tempFolder(), '.env');
    writeFileSync(path, 'A=1\nDATABASE_TYPE=sqlite\n');
    chmodSync(path, 0o640);
    const change = await planned(path);
    const noted = await write(change);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(statSync(noted.backup).mode & 0o777).toBe(0o640);
    // The second time the backup is still that of the first.
    const [again] = await planEnvs([path], values, 'r1', [noted]);
    expect(again?.difference).toEqual([]);
    if (again) expect(await write(again, noted)).toEqual(noted);
    writeFileSync(path, `${readFileSync(path, 'utf8')}NOVO=2\n`);
    await restoreEnv(noted);
    expect(readFileSync(path, 'utf8')).toBe('A=1\nDATABASE_TYPE=sqlite\nNOVO=2\n');
    await writeEnv(change, 'r1');
    await restoreEnv(noted);
    await restoreEnv(noted);
    expect(readFileSync(path, 'utf8')).toBe('A=1\nDATABASE_TYPE=sqlite\n');
  });

  it.each([
    ['a byte order mark', '\ufeffDATABASE_TYPE=sqlite\nA=1'],
    ['other line ends', 'A=1\r\nDATABASE_TYPE=sqlite # x\r\n\r\n'],
    ['no line end', 'DATABASE_TYPE=sqlite'],
    ['nothing', ''],
  ])('with %s are restored byte for byte', async (_, before) => {
    const path = join(tempFolder(), '.env');
    writeFileSync(path, before);
    const noted = await write(await planned(path));
    expect(readFileSync(path, 'utf8')).not.toBe(before);
    await restoreEnv(noted);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('keep what somebody edited between two attempts', async () => {
    const path = join(tempFolder(), '.env');
    writeFileSync(path, 'DATABASE_TYPE=sqlite\n');
    const first = await write(await planned(path));
    writeFileSync(path, `NOVO=1\n${readFileSync(path, 'utf8')}`);
    const [change] = await planEnvs([path], { ...values, DB_HOST: 'h' }, 'r1', [first]);
    const second = change && (await write(change, first));
    if (second) await restoreEnv(second);
    expect(readFileSync(path, 'utf8')).toBe('NOVO=1\nDATABASE_TYPE=sqlite\n');
  });

  it.runIf(isRoot)('keep their owner, and the link that leads to them', async () => {
    const folder = tempFolder();
    const [path, link] = [join(folder, 'real.env'), join(folder, '.env')];
    writeFileSync(path, 'DATABASE_TYPE=sqlite\n');
    chownSync(path, 4321, 4322);
    symlinkSync('real.env', link);
    const change = await planned(link);
    expect(await plan(link, path)).toEqual([change]);
    const noted = await write(change);
    expect(readFileSync(link, 'utf8')).toContain('DATABASE_TYPE=postgresql');
    expect(statSync(path)).toMatchObject({ uid: 4321, gid: 4322 });
    expect(statSync(noted.backup)).toMatchObject({ uid: 4321, gid: 4322 });
    await restoreEnv(noted);
    expect(statSync(link)).toMatchObject({ uid: 4321, gid: 4322 });
    expect(readdirSync(folder).sort()).toEqual(['.env', 'real.env', 'real.env.before-r1']);
  });

  it('have a whole backup where a crash cut an earlier one off', async () => {
    const path = join(tempFolder(), '.env');
    writeFileSync(path, 'A=1\n', { mode: 0o640 });
    const change = await planned(path);
    const { backup } = notedEnv(change, 'r1');
    writeFileSync(`${backup}.autocore-migrate.part`, 'A');
    writeFileSync(`${path}.autocore-migrate.part`, 'A');
    const noted = await write(change);
    expect(readFileSync(backup, 'utf8')).toBe('A=1\n');
    expect(statSync(backup).mode & 0o777).toBe(0o640);
    await restoreEnv(noted);
    expect(readFileSync(path, 'utf8')).toBe('A=1\n');
    expect(readdirSync(dirname(path)).sort()).toEqual(['.env', basename(backup)]);
  });

  it('are put back where they do not say what was written', async () => {
    const path = join(tempFolder(), '.env');
    writeFileSync(path, 'DATABASE_TYPE=sqlite # c\n');
    const change = await planned(path);
    const { backup } = await write(change);
    await requireReadAsWritten(path, values);
    for (const line of ['DATABASE_TYPE=sqlite', '"DB_PASSWORD', 'DB_PASSWORD=x', "A='"]) {
      await writeEnv(change, 'r1');
      writeFileSync(path, `${readFileSync(path, 'utf8')}${line}\n`);
      const read = requireReadAsWritten(path, values);
      await (line.startsWith('D')
        ? expect(read).rejects.toMatchObject({ code: 'cutover.envMisread', params: { path } })
        : expect(read).resolves.toBeUndefined());
      writeFileSync(path, change.before);
    }
    await writeEnv(change, 'r1');
    await unwriteEnv(change, 'r1');
    expect(readFileSync(path, 'utf8')).toBe(change.before);
    expect(existsSync(backup)).toBe(false);
  });

  it('in another encoding are refused, with the line', async () => {
    const path = join(tempFolder(), '.env');
    for (const [content, line] of [
      [Buffer.from('A=1\n# configura\xe7\xe3o\n', 'latin1'), 2],
      [Buffer.from('\ufeffA=1\n', 'utf16le'), 1],
      [Buffer.from('A=1\n\nB=\0\n'), 3],
    ] as const) {
      writeFileSync(path, content);
      const refused = { code: 'cutover.envEncoding', params: { path, line } };
      await expect(plan(path)).rejects.toMatchObject(refused);
      expect(readFileSync(path)).toEqual(content);
    }
  });

  it('in another encoding since are restored all the same', async () => {
    const path = join(tempFolder(), '.env');
    writeFileSync(path, 'DATABASE_TYPE=sqlite\n');
    const noted = await write(await planned(path));
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from('N=\xe7\n', 'latin1')]));
    await restoreEnv(noted);
    expect(readFileSync(path, 'latin1')).toBe('DATABASE_TYPE=sqlite\nN=\xe7\n');
  });
});

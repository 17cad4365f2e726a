import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envDifference, envValue, setEnv, unsetEnv } from '../../../electron/engine/cutover/env.ts';
import { notedEnv, planEnvs, restoreEnv, writeEnv } from '../../../electron/engine/cutover/env-files.ts';
import { tempFolder } from '../../helpers/folder.ts';

const values = { DATABASE_TYPE: 'postgresql', DB_PASSWORD: `a'b"c$d\\e` };

describe('setEnv', () => {
  it.each([
    ['', 'DATABASE_TYPE=postgresql\nDB_PASSWORD="a\'b\\"c\\$d\\\\e"\n'],
    [
      '# DATABASE_TYPE=x\nA=1',
      '# DATABASE_TYPE=x\nA=1\nDATABASE_TYPE=postgresql\nDB_PASSWORD="a\'b\\"c\\$d\\\\e"\n',
    ],
  ])('adds what is missing to %j', (before, after) => {
    expect(setEnv(before, values)).toBe(after);
  });

  it.each([
    ['DATABASE_TYPE=sqlite # aqui\r\nB=2\r\n', 'DATABASE_TYPE=postgresql # aqui\r\nB=2\r\n'],
    ['export DATABASE_TYPE = "sqlite"\n', 'export DATABASE_TYPE = "postgresql"\n'],
    ["  DATABASE_TYPE='sqlite'", "  DATABASE_TYPE='postgresql'"],
    ['DATABASE_TYPE=\nDATABASE_TYPE=y\n', 'DATABASE_TYPE=postgresql\nDATABASE_TYPE=postgresql\n'],
    ['K="a\nDATABASE_TYPE=no\n"\nDATABASE_TYPE=x', 'K="a\nDATABASE_TYPE=no\n"\nDATABASE_TYPE=postgresql'],
    ['N=caf\xe9\nDATABASE_TYPE=x\n', 'N=caf\xe9\nDATABASE_TYPE=postgresql\n'],
  ])('replaces in %j and keeps the rest', (before, after) => {
    expect(setEnv(before, { DATABASE_TYPE: 'postgresql' })).toBe(after);
    expect(unsetEnv(after, before, ['DATABASE_TYPE'])).toBe(before);
  });

  it('reads back what it wrote, and is done the second time', () => {
    for (const password of [`a'b"c$d\\e`, 'simples', 'com espaço # e ç', '', '$HOME']) {
      for (const before of ['', 'DB_PASSWORD=x', 'DB_PASSWORD="x"', "DB_PASSWORD='x' # c"]) {
        const after = setEnv(before, { DB_PASSWORD: password });
        expect(envValue(after, 'DB_PASSWORD')).toBe(password);
        expect(setEnv(after, { DB_PASSWORD: password })).toBe(after);
      }
    }
  });

  it('never shows the password', () => {
    const lines = envDifference(
      'DB_PASSWORD=velha\nX=1\n',
      'DB_PASSWORD=nova\nX=1\n',
      (n) => n === 'DB_PASSWORD',
    );
    expect(lines).toEqual(['- DB_PASSWORD=***', '+ DB_PASSWORD=***']);
  });
});

describe('.env files', () => {
  it('are replaced with their mode, with a backup, and restored', async () => {
    const path = join(tempFolder(), '.env');
    writeFileSync(path, 'A=1\nDATABASE_TYPE=sqlite\n');
    chmodSync(path, 0o640);
    const [change] = await planEnvs([path], values);
    if (!change) throw new Error('no change');
    const written = await writeEnv(change, 'r1');
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(statSync(written.backup).mode & 0o777).toBe(0o640);
    // The second time the backup is still that of the first.
    const [again] = await planEnvs([path], values);
    expect(again?.difference).toEqual([]);
    if (again) await writeEnv(again, 'r1');
    writeFileSync(path, `${readFileSync(path, 'utf8')}NOVO=2\n`);
    await restoreEnv(written);
    expect(readFileSync(path, 'utf8')).toBe('A=1\nDATABASE_TYPE=sqlite\nNOVO=2\n');
    await writeEnv(change, 'r1');
    await restoreEnv(written);
    await restoreEnv(written);
    expect(readFileSync(path, 'utf8')).toBe('A=1\nDATABASE_TYPE=sqlite\n');
  });

  it('have a whole backup where a crash cut an earlier one off', async () => {
    const path = join(tempFolder(), '.env');
    writeFileSync(path, 'A=1\n', { mode: 0o640 });
    const [change] = await planEnvs([path], values);
    if (!change) throw new Error('no change');
    const { backup } = notedEnv(change, 'r1');
    writeFileSync(`${backup}.autocore-migrate.part`, 'A');
    writeFileSync(`${path}.autocore-migrate.part`, 'A');
    const written = await writeEnv(change, 'r1');
    expect(readFileSync(backup, 'utf8')).toBe('A=1\n');
    expect(statSync(backup).mode & 0o777).toBe(0o640);
    await restoreEnv(written);
    expect(readFileSync(path, 'utf8')).toBe('A=1\n');
    expect(readdirSync(dirname(path)).sort()).toEqual(['.env', basename(backup)]);
  });

  it('that cannot be written are refused before any is touched', async () => {
    const folder = tempFolder();
    const [good, bad] = [join(folder, 'a.env'), join(folder, 'b.env')];
    for (const path of [good, bad]) writeFileSync(path, 'A=1\n');
    chmodSync(bad, 0o444);
    await expect(planEnvs([good, bad], values)).rejects.toMatchObject({ code: 'cutover.envUnusable' });
    await expect(planEnvs([join(folder, 'none')], values)).rejects.toMatchObject({
      code: 'cutover.envUnusable',
    });
  });
});

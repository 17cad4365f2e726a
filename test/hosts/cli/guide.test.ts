import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { guidePages } from '../../../shared/guide/pages.ts';
import { languages } from '../../../shared/messages/index.ts';
import { cli } from '../../helpers/cli.ts';
import { commandLinesIn } from '../../helpers/docs.ts';
import { sandbox } from '../../helpers/folder.ts';
import { isLong } from '../../helpers/long.ts';
import { freshDatabase } from '../../helpers/postgres.ts';

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));

describe('guide', () => {
  it('explains a code in either language, however it is written, and says where the whole is', async () => {
    const { env } = sandbox();
    const portuguese = await cli(['guide', 'x12', '--lang', 'pt-BR'], { env });
    expect(portuguese).toMatchObject({ code: 0, stderr: '' });
    expect(portuguese.stdout).toContain('X12  O banco está bloqueado por outro programa');
    expect(portuguese.stdout).toContain('O que fazer: Espere');
    const file = /O guia inteiro: (.+)\n$/.exec(portuguese.stdout)?.[1] ?? '';
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain('X12');
    const english = await cli(['guide', 'source.busy', '--lang', 'en', '--json'], { env });
    expect(JSON.parse(english.stdout)).toMatchObject({
      ...{ kind: 'error', code: 'source.busy', short: 'X12', exit: 2 },
      title: 'The database is locked by another program',
    });
  });

  it('lists all codes, and knows no other', async () => {
    const { env } = sandbox();
    const { stdout, code } = await cli(['guide', '--lang', 'en'], { env });
    expect(code).toBe(0);
    expect(stdout.match(/^[TAWXY]\d\d {2}\p{L}|^[TAWXY]\d\d {2}…/gmu)?.length).toBeGreaterThan(300);
    const unknown = await cli(['guide', 'Z99', '--lang', 'en'], { env });
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('Nothing has the code Z99.');
    // An error of the program is told with the code that leads here.
    expect(unknown.stderr).toContain('[guide.unknown] code Y53, explained by: autocore-migrate guide Y53');
  });
});

/** What stands for somebody's own in the guides: the same in both languages. */
const names: Record<string, string> = {
  ...{ 'certificado.html': 'certificate.html', 'suporte.zip': 'support.zip', 'lista.csv': 'list.csv' },
  ...{ 'plano.json': 'plan.json', 'esquema.sql': 'schema.sql', 'revisao.py': 'revision.py', carros: 'cars' },
  ...{ 'certificado.json': 'certificate.json', 'consulta.sql': 'query.sql', pasta: 'folder' },
  ...{ 'auditoria.html': 'audit.html', 'loja.db': 'shop.db', loja: 'shop' },
};

/** Every command of the guides, once. */
function commands(): string[][] {
  const lines = languages.flatMap((language) =>
    guidePages[language].flatMap((page) =>
      commandLinesIn(readFileSync(join(docs, page), 'utf8')).map((words) =>
        words.map((word) => names[word] ?? word.replace(/^cliente\.nascido/, 'customer.born')),
      ),
    ),
  );
  const once = new Map(
    lines.map((words) => [words.join(' ').replace(/postgresql:\S+/, 'postgresql:'), words]),
  );
  return [...once.values()];
}

/** What can run without a server that somebody has, and ends by itself. */
const withoutServer = ['guide', 'audit', 'plan', 'runs'];

describe('what the guides tell people to type', { timeout: 600_000 }, () => {
  it('runs as it stands, on a sample', async () => {
    const { folder, env } = sandbox();
    for (const name of ['autocore.db', 'shop.db'])
      await cli(['sample', '--rows', '50', '--out', name], { cwd: folder, env });
    const runnable = commands().filter((words) => {
      const line = words.join(' ');
      // The sample has no such column.
      return (
        withoutServer.includes(words[0] ?? '') &&
        !line.includes('--target') &&
        !line.includes('customer.born')
      );
    });
    const ran: string[] = [];
    for (const words of isLong ? runnable : runnable.filter((_, at) => at % 3 === 0)) {
      const line = words.join(' ');
      const { code, stderr } = await cli([...words, '--progress', 'none'], { cwd: folder, env });
      expect([line, code, stderr]).toEqual([line, 0, '']);
      ran.push(line);
    }
    expect(ran.length).toBeGreaterThan(isLong ? 9 : 3);
  });

  it.runIf(isLong)('runs against a server too, from the migration to its undoing', async () => {
    const { folder, env: own } = sandbox();
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    const env = { ...own, PGPASSWORD: decodeURIComponent(new URL(url).password) };
    const bare = url.replace(/:[^:@/]*@/, '@');
    for (const name of ['autocore.db', 'shop.db', 'other.db'])
      await cli(['sample', '--rows', '50', '--out', name], { cwd: folder, env });
    mkdirSync(join(folder, 'cars'));
    await cli(['sample', '--rows', '50', '--out', 'cars/a.db'], { cwd: folder, env });
    const envFile = join(folder, '.env');
    writeFileSync(envFile, 'DATABASE_PATH=autocore.db\n');
    const first = await cli(
      ['migrate', '--source', 'other.db', '--target', bare, '--schema', 'first', '--yes', '--json'],
      { cwd: folder, env },
    );
    const { run } = JSON.parse(first.stdout) as { run: string };
    await cli(['certificate', '--run', run, '--out', 'certificate.json'], { cwd: folder, env });
    const ran: string[] = [];
    for (const words of commands()) {
      const line = words.join(' ');
      if (['guide', 'runs'].includes(words[0] ?? '') || line.includes('customer.born')) continue;
      // These never end by themselves, or need what only a workshop or an application has.
      if (/--follow|^serve|--application|--adopt |--wait|adopt$|^audit|--run ID/.test(line)) continue;
      const real = words.map((word) => {
        if (word.startsWith('postgresql://')) return bare;
        if (word === '20260101-1200-abcd') return run;
        return word === '/opt/autocore/.env' ? envFile : word === '/var/backups/autocore' ? folder : word;
      });
      const taken = real[0] === 'migrate' && !real.includes('--schema') ? ['--schema', `s${ran.length}`] : [];
      const { code, stderr } = await cli([...real, ...taken, '--progress', 'none'], { cwd: folder, env });
      // What only shows what it would do says so with 3; this run is not live, so that there is no way back to rehearse.
      const isRehearsal = /^rollback.*--rehearse/.test(line);
      const fine = isRehearsal ? [2] : /^(cutover|rollback)/.test(line) ? [0, 3] : [0];
      expect([line, stderr, code]).toEqual([line, stderr, expect.toBeOneOf(fine)]);
      ran.push(line);
    }
    expect(ran.length).toBeGreaterThan(25);
  });
});

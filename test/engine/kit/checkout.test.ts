import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPython } from '../../../electron/engine/kit/checkout/python.ts';
import { operations } from '../../../electron/engine/operations.ts';
import { cli } from '../../helpers/cli.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { quiet } from '../../helpers/migrated.ts';
import { hasPython, python } from '../../helpers/python.ts';

const project = join(import.meta.dirname, '../../application/project');

async function planFile(workspace: string): Promise<string> {
  const source = join(workspace, 'autocore.db');
  await operations.sample({ rows: 20, out: source }, quiet);
  const input = { workspace, source, profile: 'compatible', extras: true } as const;
  const file = join(workspace, 'plan.json');
  writeFileSync(file, JSON.stringify((await operations.plan({ ...input, set: [] }, quiet)).plan));
  return file;
}

/** A checkout with these files beside the project's own, its kit, and what was found. */
async function look(more: Record<string, string> = {}) {
  const workspace = tempFolder();
  const application = join(workspace, 'código do carro');
  cpSync(project, application, { recursive: true });
  for (const [name, text] of Object.entries(more)) {
    mkdirSync(join(application, name, '..'), { recursive: true });
    writeFileSync(join(application, name), text, 'latin1');
  }
  const plan = await planFile(workspace);
  // Inside of the checkout: a kit does not find itself.
  const out = join(application, 'kit');
  const kit = await operations.kit({ workspace, run: null, plan, out, application }, quiet);
  return { workspace, application, plan, kit, patch: join(out, 'autocore.patch') };
}

const engine = 'engine = create_engine(url="sqlite:///autocore.db")\n';
const late = `try:\n    from sqlalchemy import create_engine\nexcept ImportError:\n    pass\n${engine}`;

/** What has to stay at the beginning of a file, in the orders that Python reads. */
const beginnings = {
  'casca.py': `#!/usr/bin/env python3\n# -*- coding: latin-1 -*-\nN\xe3o = 1\n${late}`,
  'marca.py': `\xef\xbb\xbfimport os\n${late}`,
  'marca_futuro.py': `\xef\xbb\xbf"""a"""\nfrom __future__ import annotations\n${late}`,
  'futuro.py': `# a\n\nr'''\nimport a\n''' "b"\nfrom __future__ import (\n    annotations,\n    division,\n)\n${late}import os\n`,
};

describe('the kit looks into a checkout', () => {
  it('names every place with what should stand there', async () => {
    const { kit } = await look({
      'node_modules/x.py': 'create_engine("sqlite:///a.db")',
      'outro/pyvenv.cfg': '',
      'outro/x.py': 'create_engine("sqlite:///a.db")',
    });
    const at = (file: string, text: string) => {
      const path =
        readdirSync(project, { recursive: true })
          .map(String)
          .find((name) => name.endsWith(file)) ?? file;
      const lines = readFileSync(join(project, path), 'utf8').split('\n');
      const line = lines.findIndex((each) => each.includes(text)) + 1;
      expect(line, `${text} in ${path}`).toBeGreaterThan(0);
      const found = kit.places.filter((place) => place.file === path && place.line === line);
      return found.map(({ change, patched }) => `${patched ? '+' : '-'} ${change}`).join('\n');
    };
    expect(at('repositories.py', 'create_engine(DATABASE_URL')).toMatch(/^\+ .*create_database_engine/);
    expect(at('vehicle_repository.py', "'plate' in str(e)")).toMatch(
      /^\+ .*is_unique_violation\(e, "plate"\)/,
    );
    expect(at('shared/repositories.py', 'except IntegrityError')).toMatch(/^- .*diag\.constraint_name/);
    expect(at('shared/repositories.py', 'Device.name.like')).toMatch(/^\+ .*ilike/m);
    expect(at('shared/repositories.py', 'func.lower(Icon.name).like')).toBe('');
    expect(at('shared/repositories.py', 'order_by(CanSignal.category')).toMatch(/^\+ .*nullsfirst/);
    expect(at('shared/repositories.py', 'order_by(Device.last_seen.desc())')).toMatch(
      /nullslast[\s\S]*Device\.id/,
    );
    expect(at('shared/repositories.py', 'EventLog.timestamp.desc()')).toMatch(/^\+ .*EventLog\.id\.desc\(\)/);
    expect(at('shared/repositories.py', 'is_active = 1')).toMatch(/^\+ .*is_active = true/);
    expect(at('main.py', 'func.avg')).toMatch(/^- .*Decimal/);
    expect(at('maintenance.py', 'sqlite_master')).toMatch(/^- .*get_table_names/);
    expect(at('alembic/env.py', 'import sys')).toMatch(/^- .*env\.py/);
    expect(at('alembic.ini', 'sqlalchemy.url')).toMatch(/^- /);
    expect(at('Makefile', 'sqlite3')).toMatch(/^- .*psql/);
    expect(kit.places.filter(({ file }) => /node_modules|outro|^kit/.test(file))).toEqual([]);
  });

  it.skipIf(!hasPython('sqlalchemy'))(
    'writes a patch for patch and git, and Python reads what it leaves',
    async () => {
      const odd = {
        'com espaço/janela.py':
          'from sqlalchemy import create_engine\r\nx = create_engine("sqlite:///autocore.db")\r\n',
        'latim.py':
          '# -*- coding: latin-1 -*-\n"""import a\n"""\nfrom __future__ import annotations\nNOME = "\xe9"\nfrom sqlalchemy import create_engine\nx = create_engine(\n    "sqlite:///autocore.db",\n)',
        ...beginnings,
      };
      const { application, patch, kit } = await look(odd);
      execFileSync('git', ['init', '-q', application]);
      execFileSync('git', ['apply', '--check', patch], { cwd: application });
      execFileSync('patch', ['-s', '--binary', '-p1', '-i', patch], { cwd: application });
      const changed = [...new Set(kit.places.filter((place) => place.patched).map(({ file }) => file))];
      expect(changed).toEqual(expect.arrayContaining(Object.keys(odd)));
      const env = { ...process.env, PYTHONPYCACHEPREFIX: tempFolder() };
      execFileSync(python, ['-m', 'py_compile', ...changed], { cwd: application, env });
      expect(readFileSync(join(application, 'com espaço/janela.py'), 'latin1')).not.toMatch(/[^\r]\n/);
      const latin = readFileSync(join(application, 'latim.py'), 'latin1');
      expect(latin).toContain('NOME = "\xe9"');
      expect(latin.indexOf('__future__')).toBeLessThan(latin.indexOf('database_config'));
      expect(latin.endsWith(')')).toBe(true);
      // Done once, nothing mechanical is left.
      const again = await operations.kit(
        { workspace: tempFolder(), run: null, plan: join(kit.path, 'plan.json'), out: kit.path, application },
        quiet,
      );
      expect(again.places.filter((place) => place.patched)).toEqual([]);
      expect(again.files).not.toContain('autocore.patch');
    },
  );

  it('says what is wrong with a folder, in both languages and with exit code 2', async () => {
    const { workspace, plan } = await look();
    const empty = join(workspace, 'vazia');
    mkdirSync(join(empty, 'node_modules'), { recursive: true });
    writeFileSync(join(empty, 'node_modules', 'a.py'), '');
    const ask = (folder: string, lang: string) =>
      cli(['kit', '--plan', plan, '--out', join(workspace, 'k'), '--application', folder, '--lang', lang], {
        env: { AUTOCORE_MIGRATE_HOME: workspace },
      });
    const told: [string, string, RegExp][] = [
      [join(workspace, 'nada'), 'pt-BR', /não existe: .*nada[\s\S]*application\.missing/],
      [plan, 'en', /does not exist[\s\S]*application\.missing/],
      [empty, 'en', /no Python code[\s\S]*application\.noPython/],
    ];
    for (const [folder, lang, message] of told) {
      const { code, stderr } = await ask(folder, lang);
      expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    }
  });
});

it('a Python file is code, strings and neither', () => {
  const text = `x = "a'b" # "c"\ny = '''d\n"e"''' + f'g\\'h'\n`;
  const file = readPython({ path: 'x.py', text });
  expect(file.code.replaceAll(/ +/g, ' ')).toBe(`x = " " \ny = ''' \n ''' + f' '\n`);
  expect(file.strings.replaceAll(/ +/g, ' ')).toBe(` a'b \n d\n"e" g\\'h \n`);
  expect(file.code.length).toBe(text.length);
});

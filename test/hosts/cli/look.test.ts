import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { languages } from '../../../shared/messages/index.ts';
import { cli } from '../../helpers/cli.ts';
import { sandbox } from '../../helpers/folder.ts';
import { firstOf } from '../../helpers/long.ts';

describe('audit', () => {
  it('lists tables and findings', async () => {
    const { folder, env } = sandbox();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 100 });
    const [json, text] = await Promise.all([
      cli(['audit', '--source', source, '--json'], { env }),
      cli(['audit', '--source', source], { env }),
    ]);
    expect(json.code).toBe(0);
    const document = JSON.parse(json.stdout);
    expect(document.tables).toContainEqual({ name: 'telemetry_data', rows: 100 });
    expect(document).toMatchObject({ source: { path: source }, score: { level: expect.any(String) } });
    expect(text.stdout).toMatch(/^telemetry_data +100$/m);
    expect(readdirSync(folder).sort()).toEqual(['autocore.db', 'trabalho']);
  });

  it('words every finding of a dirty file in both languages', async () => {
    const { folder, env } = sandbox();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 20, dirty: true });
    for (const language of languages) {
      const { code, stdout } = await cli(['audit', '--source', source, '--lang', language], { env });
      expect(code).toBe(0);
      const codes = [...stdout.matchAll(/^ {2}[AW]\d\d \[(.+)\] /gm)].map((match) => match[1] ?? '');
      expect(codes.length).toBeGreaterThan(10);
      for (const each of codes) expect(stdout).not.toMatch(new RegExp(`: ${each}$`, 'm'));
      expect(stdout).not.toMatch(/\{\{|undefined/);
    }
  });

  it.each(
    firstOf([
      ['source.missing', 'não há.db', () => undefined],
      ['source.folder', 'pasta', (path: string) => mkdirSync(path)],
      ['source.empty', 'vazio.db', (path: string) => writeFileSync(path, '')],
      [
        'source.notSqlite',
        'texto.db',
        (path: string) => writeFileSync(path, 'isto não é um banco '.repeat(99)),
      ],
    ]),
  )('refuses with %s', async (expected, name, make) => {
    const { folder, env } = sandbox();
    const source = join(folder, name);
    make(source);
    const { code, stdout, stderr } = await cli(['audit', '--source', name, '--json'], { cwd: folder, env });
    expect(code).toBe(2);
    expect(JSON.parse(stdout).error.code).toBe(expected);
    expect(stderr).toContain(source);
  });
});

describe('plan', () => {
  it('writes the plan, the same each time, and the SQL', async () => {
    const { folder, env } = sandbox();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 100 });
    const set = ['--set', 'devices.name=TEXT', '--set', 'lengths=declared'];
    const planned = await cli(
      ['plan', '--source', source, '--out', 'plan.json', '--sql', 'alvo.sql', ...set],
      { cwd: folder, env },
    );
    expect(planned.code).toBe(0);
    expect(planned.stdout).toContain(`Plano gravado: ${join(folder, 'plan.json')} (14 tabelas)`);
    expect(readFileSync(join(folder, 'alvo.sql'), 'utf8')).toContain('character varying(50)');
    const text = readFileSync(join(folder, 'plan.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ format: 1, profile: 'compatible' });
    const place = ['--schema', 'oficina', '--sql', 'oficina.sql'];
    await cli(['plan', '--source', source, '--out', 'again.json', ...set, ...place], {
      cwd: folder,
      env,
    });
    expect(readFileSync(join(folder, 'again.json'), 'utf8')).toBe(text);
    expect(readFileSync(join(folder, 'oficina.sql'), 'utf8')).toContain('create table "oficina"."devices"');
  });

  it('does not accept a column that is not there', async () => {
    const { folder, env } = sandbox();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 1 });
    const args = ['plan', '--source', source, '--out', join(folder, 'p.json'), '--set', 'devices.nope=TEXT'];
    const { code, stderr } = await cli(args, { env });
    expect(code).toBe(2);
    expect(stderr).toContain('devices.nope');
    expect(stderr).toContain('autocore-migrate plan --help');
    expect(readdirSync(folder)).not.toContain('p.json');
  });
});

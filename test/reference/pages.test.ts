import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { variables } from '../../electron/build/docs/environment.ts';
import { certificateFields, exceptionFields, journalFields } from '../../electron/build/docs/fields.ts';
import { madePages } from '../../electron/build/docs/pages.ts';
import { planFieldPaths } from '../../electron/build/docs/plan.ts';
import { journalTables } from '../../electron/engine/target/journal.ts';
import { parameters } from '../../electron/engine/target/libpq.ts';
import { planFields } from '../../shared/messages/plan-fields.ts';
import { migrated } from '../helpers/hazard.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe('pages that are made of the program', () => {
  it.each(madePages().map(({ path, text }) => [path, text]))(
    '%s is as the program is now (npm run docs)',
    (path, text) => expect(existsSync(join(root, path)) && read(path)).toBe(text),
  );

  it('are there in both languages, and all of them in both lists', () => {
    const [english, portuguese] = ['docs/reference', 'docs/referencia'].map((folder) =>
      readdirSync(join(root, folder)).filter((name) => name.endsWith('.md')),
    ) as [string[], string[]];
    expect(english.length).toBe(portuguese.length);
    for (const name of english) expect(read('docs/reference.md')).toContain(`(reference/${name})`);
    for (const name of portuguese) expect(read('docs/referencia.md')).toContain(`(referencia/${name})`);
  });
});

describe('the reference speaks of what there is', () => {
  it('of every field of a plan, and of no other', () => {
    const paths = planFieldPaths();
    expect(Object.keys(planFields).filter((path) => !paths.includes(path))).toEqual([]);
    const told = /^[^.]+$|^tables\[\]\.[^.]+$|^tables\[\]\.columns\[\]\.[^.]+$|^decisions/;
    expect(paths.filter((path) => told.test(path) && !(path in planFields))).toEqual([]);
  });

  it('of every field of certificate and exceptions', async () => {
    const h = await migrated(
      `create table t (id integer primary key, n integer); insert into t values (1, 2), (2, 'x');
       with recursive i(n) as (select 3 union all select n + 1 from i where n < 60) insert into t select n, n from i;`,
    );
    onTestFinished(h.close);
    const inside = ['source', 'target', 'validation', 'objects'] as const;
    const certificate = h.certificate as unknown as Record<string, object>;
    const fields = [
      ...Object.keys(certificate),
      ...inside.flatMap((name) => Object.keys(certificate[name] as object).map((key) => `${name}.${key}`)),
      ...Object.keys(h.certificate.tables[0] as object).map((key) => `tables[].${key}`),
    ];
    expect(fields.filter((field) => !(field in certificateFields))).toEqual([]);
    expect(h.exceptions.length).toBe(1);
    const known = Object.keys(exceptionFields);
    expect(Object.keys(h.exceptions[0] as object).filter((field) => !known.includes(field))).toEqual([]);
  });

  it('of every table of the journal', () => {
    const tables = [...journalTables.matchAll(/create table if not exists autocore_migration\.(\w+)/g)];
    expect(Object.keys(journalFields)).toEqual(tables.map(([, name]) => name));
  });

  it('of every variable that is read', () => {
    const folders = ['electron/engine', 'electron/hosts', 'electron/start'];
    const inside = folders.flatMap((folder) =>
      (readdirSync(join(root, folder), { recursive: true }) as string[])
        .filter((name) => /\.(ts|mjs)$/.test(name))
        .map((name) => `${folder}/${name}`),
    );
    const files = [...inside, 'electron/main.ts', 'electron/build/portable/start.mjs'];
    const all = files.flatMap((file) =>
      [...read(file).matchAll(/\benv(?:\.|\[')([A-Z]\w+(?:\(x86\))?)/g)].map(([, n]) => n ?? ''),
    );
    const libpq = Object.values(parameters).map(({ variable }) => variable as string | null);
    const own = Object.keys(variables).flatMap((names) => names.split(', '));
    expect(all.length).toBeGreaterThan(20);
    expect([...new Set(all)].filter((name) => !own.includes(name) && !libpq.includes(name))).toEqual([]);
  });
});

describe('the papers of a release', () => {
  const { version, license, author } = JSON.parse(read('package.json'));

  it('have one version', () => {
    const lock = JSON.parse(read('package-lock.json'));
    expect([lock.version, lock.packages[''].version]).toEqual([version, version]);
    const [newest] = [...read('CHANGELOG.md').matchAll(/^## (\d\S*) - (\d{4}-\d\d-\d\d)$/gm)];
    expect(newest?.[1]).toBe(version);
  });

  it('have one licence and one holder', () => {
    const text = read('LICENSE');
    expect(text.startsWith(`${license} License\n`)).toBe(true);
    expect(text).toMatch(new RegExp(`^Copyright \\(c\\) \\d{4} ${author}$`, 'm'));
  });

  it('name what asks for more than to carry its text along', () => {
    const gpl = [...read('docs/licences.md').matchAll(/^\| (\S+) \| \S+ \| ([^|]*GPL[^|]*) \|$/gm)];
    expect(gpl.map(([, name, terms]) => [name, terms])).toEqual([['sql-parser-cst', 'GPL-2.0-or-later']]);
    for (const file of ['NOTICE', 'docs/licences.md']) expect(read(file)).toContain('sql-parser-cst');
  });
});

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { barLine } from '../../../electron/hosts/cli/progress/bar.ts';
import { languages, translator } from '../../../shared/messages/index.ts';
import { visibly } from '../../../shared/messages/visibly.ts';
import { visible, visibleLines } from '../../../shared/visible.ts';
import { fakeServer, message } from '../../helpers/answering-server.ts';
import { type CliResult, cli } from '../../helpers/cli.ts';
import { sandbox } from '../../helpers/folder.ts';
import { isLong } from '../../helpers/long.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';

/** Clears the screen, sets the title, forges a line, turns the writing round, and hides itself. */
const evil =
  '\u001b[2J\u001b]0;x\u0007\r\n[x] done\u009b31m\u007f\u202eGNP\u2066\u200b\u00ad\u2028\u{e0041}\ufeff';
const forged = /^\[x\] done/m;
/** What a terminal acts on or hides, but for the line breaks that the program itself writes. */
const acting = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

function expectHarmless(name: string, { stdout, stderr }: CliResult): void {
  for (const text of [stdout, stderr]) {
    const found = acting.exec(text);
    const around = found && JSON.stringify(text.slice(Math.max(0, found.index - 60), found.index + 20));
    expect([name, around]).toEqual([name, null]);
    expect([name, forged.exec(text)?.[0]]).toEqual([name, undefined]);
  }
}

/** AutoCore's tables, and one of whose every name and value is hostile, in folders that are no better. */
async function scene() {
  const { folder, env } = sandbox();
  const place = join(folder, `dados${evil}`);
  mkdirSync(place);
  const source = join(place, `auto${evil}.db`);
  await writeSample({ out: source, rows: 200 });
  const name = (kind: string): string => `"${kind}${evil}"`;
  const db = new Database(source);
  db.pragma('foreign_keys = off');
  db.exec(`create table ${name('t')} (id integer primary key, ${name('c')} integer not null, ${name('d')} text unique,
      ${name('e')} integer check (${name('e')} > 0), constraint ${name('k')} check (length(${name('d')}) >= 0));
    create index ${name('i')} on ${name('t')} (${name('c')}, ${name('d')});
    create view ${name('v')} as select * from ${name('t')};
    create view ${name('w')} as select load_extension(${name('d')}) from ${name('t')};
    create trigger ${name('r')} after insert on ${name('t')} begin select 1; end;
    create table ${name('child')} (id integer primary key, ${name('p')} integer references ${name('t')} (id))`);
  const insert = db.prepare(`insert into ${name('t')} values (?, ?, ?, 1)`);
  insert.run(1, `not a number ${evil}`, evil);
  insert.run(2, 3, `${evil}${evil}`);
  db.prepare(`insert into ${name('child')} values (1, 99)`).run();
  db.close();
  return { folder, place, source, env: { ...env, AUTOCORE_MIGRATE_HOME: join(place, `runs${evil}`) } };
}

describe('what comes from outside', () => {
  it.runIf(isLong)('reaches no terminal as it is, in any command', { timeout: 900_000 }, async () => {
    const { place, source, ...found } = await scene();
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    const env = { ...found.env, PGPASSWORD: decodeURIComponent(new URL(url).password) };
    const schema = `s${evil}`;
    const ran: string[] = [];
    const asText = async (args: string[], codes: number[]): Promise<void> => {
      const [command = ''] = args;
      const text = await cli([...args, '--progress', 'plain'], { env });
      expectHarmless(command, text);
      expect([command, text.stderr, text.code]).toEqual([command, text.stderr, expect.toBeOneOf(codes)]);
      ran.push(command);
    };
    /** Runs a command that changes nothing for a person and as a document, at once. */
    const both = async (args: string[], codes: number[]): Promise<unknown> => {
      const [json] = await Promise.all([
        cli([...args, '--json', '--progress', 'json'], { env }),
        asText(args, codes),
      ]);
      expectHarmless(`${args[0]} --json`, json);
      return JSON.parse(json.stdout);
    };

    const audit = (await both(['audit', '--source', source, '--lang', 'en'], [0])) as {
      tables: { name: string }[];
      findings: { samples: { value: unknown }[] }[];
    };
    // The document has every value as it is.
    expect(audit.tables.map(({ name }) => name)).toContain(`t${evil}`);
    expect(JSON.stringify(audit)).toContain(JSON.stringify(`not a number ${evil}`).slice(1, -1));
    const plan = join(place, `plan${evil}.json`);
    await both(['plan', '--source', source, '--out', plan], [0]);
    const wrong = [
      ...['plan', '--source', source, '--out', plan],
      '--set',
      `t${evil}.c${evil}=nonsense${evil}`,
    ];
    await both(wrong, [2]);
    await asText(['migrate', '--source', source, '--target', url, '--schema', schema, '--yes'], [0]);
    const runs = readdirSync(join(env.AUTOCORE_MIGRATE_HOME, 'runs'));
    const [run = ''] = runs;
    expect(runs).toHaveLength(1);
    const exported = ['export', '--source', source, '--out', join(place, `out${evil}`), '--schema', schema];
    await asText([...exported, '--yes'], [0]);
    await both(['runs'], [0]);
    await asText(['validate', '--run', run], [0]);
    await both(['status', '--run', run, '--backups', place], [0]);
    await asText(['benchmark', '--run', run], [0]);
    await asText(['sync', '--run', run], [0]);
    const envFile = join(place, `${evil}.env`);
    writeFileSync(envFile, `# ${evil}\nDATABASE_PATH=x\nOTHER=${visible(evil)}\u001b[2J\n`);
    await asText(['cutover', '--run', run, '--env', envFile], [3]);
    await asText(['certificate', '--run', run, '--out', join(place, `c${evil}.html`)], [0]);
    const code = join(place, 'code');
    mkdirSync(code);
    writeFileSync(join(code, `x${evil}.py`), `create_engine("sqlite:///${evil}")\n`);
    await asText(['kit', '--run', run, '--out', join(place, `kit${evil}`), '--application', code], [0]);
    await asText(['support-bundle', '--run', run, '--out', join(place, `b${evil}.zip`)], [0]);
    await both(['server', 'status'], [0]);
    // Shown, then done; after that there is nothing left to go on with.
    await asText(['rollback', '--run', run], [3]);
    await asText(['rollback', '--run', run, '--yes'], [0]);
    await asText(['resume', '--run', run], [2]);
    const manifest = join(place, `m${evil}.csv`);
    const row = [source, `v${evil}`, '', `s${evil}`, evil].map((cell) => `"${cell}"`).join(';');
    writeFileSync(manifest, `file;vehicle;plate;schema;"${evil}"\n${row}\n"none${evil}";"w${evil}";;;\n`);
    await asText(['fleet', '--manifest', manifest, '--target', url], [2]);
    await both(['fleet', 'status', '--manifest', manifest], [2]);
    expect(ran.length).toBe(20);
    for (const args of [
      ['resume', '--run', evil],
      ['audit', '--source', join(place, `none${evil}`)],
      ['audit', '--source', plan],
      ['migrate', '--source', source, '--plan', source],
      ['migrate', '--source', source, '--target', `postgresql://${evil}`],
      ['migrate', '--source', source, '--target', `postgresql://h/?${evil}=${evil}`],
      [evil],
      ['audit', `--${evil}`],
      ['audit', '--source', source, '--profile', evil],
      ['sample', '--rows', evil, '--out', evil],
      ['sample', '--rows', '1', '--out', join(place, 'none', evil)],
      ['certificate', '--run', run, '--out', evil],
      ['fleet', '--manifest', source],
    ]) {
      const [failed, document] = await Promise.all([cli(args, { env }), cli([...args, '--json'], { env })]);
      for (const each of [failed, document]) expectHarmless(args.join(' '), each);
      expect(failed.code).toBe(document.code);
      expect(failed.code).not.toBe(0);
      expect(JSON.parse(document.stdout)).toHaveProperty('error');
    }
    // Nor does the log, which people show there themselves.
    const log = readFileSync(join(env.AUTOCORE_MIGRATE_HOME, 'autocore-migrate.log'), 'utf8');
    expect(acting.exec(log)).toBeNull();
    for (const line of log.trimEnd().split('\n')) JSON.parse(line);
  });

  it.runIf(isLong)('may be what a server says', async () => {
    const { folder, env } = sandbox();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 10 });
    const refusal = message('E', `SFATAL\0VFATAL\0C28000\0M${evil}\0D${evil}\0H${evil}\0\0`);
    const notice = message('N', `SNOTICE\0VNOTICE\0C00000\0M${evil}\0\0`);
    const port = await fakeServer([
      Buffer.concat([notice, message('S', `server_version\0${evil}\0`), refusal]),
    ]);
    const target = `postgresql://u@127.0.0.1:${port}/d`;
    for (const language of languages) {
      const args = ['migrate', '--source', source, '--target', target, '--yes', '--lang', language];
      const text = await cli(args, { env });
      expectHarmless('migrate', text);
      expect([text.code, text.stderr]).toEqual([5, expect.stringContaining(visible(evil))]);
      const json = await cli([...args, '--json'], { env });
      expectHarmless('migrate --json', json);
      expect(JSON.parse(json.stdout).error).toMatchObject({
        code: 'target.auth',
        message: expect.stringContaining(evil),
      });
    }
  });

  it('may be what a server says in the middle of the work', async () => {
    const { folder, env } = sandbox();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 10 });
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    await withPg(url, (client) =>
      client.query(`create function public.no() returns event_trigger language plpgsql as $$
          begin raise exception using message = U&'${[...evil]
            .map((char) => `\\+${(char.codePointAt(0) ?? 0).toString(16).padStart(6, '0')}`)
            .join('')}', errcode = 'ZZ001'; end $$;
        create event trigger no on ddl_command_start execute function public.no()`),
    );
    const args = ['migrate', '--source', source, '--target', url, '--yes', '--schema', 'other'];
    for (const more of [[], ['--json']]) {
      const failed = await cli([...args, ...more], { env });
      expectHarmless('migrate', failed);
      expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('\\u001b[2J')]);
    }
  });
});

describe('visible text', () => {
  it('shows what would not be seen, and leaves the rest', () => {
    expect(visible('a\u001b[31mb\r\n\u009b\u202e\u{e0041}')).toBe(
      'a\\u001b[31mb\\u000d\\u000a\\u009b\\u202e\\udb40\\udc41',
    );
    const plain = 'Configuração – “não” 日本語 🚗 \\u001b é\u0301 العربية';
    expect(visible(plain)).toBe(plain);
    expect(visibleLines('a\nb\tc')).toBe('a\nb\\u0009c');
    for (let code = 0; code < 0x11_0000; code++) {
      const char = String.fromCodePoint(code);
      const shown = visibleLines(char);
      if (shown !== char) expect(JSON.parse(`"${shown}"`)).toBe(char);
      else if (acting.test(char)) expect.unreachable(`U+${code.toString(16)} is not shown`);
    }
  });

  it('stays the same document where it is JSON', () => {
    const document = { [`k${evil}`]: [evil, { v: '\ud800' }] };
    const text = visibleLines(JSON.stringify(document, null, 2));
    expect(JSON.parse(text)).toEqual(document);
    expect(acting.exec(text)).toBeNull();
  });

  it('is what a translator puts into its own texts', () => {
    const t = visibly(translator('en'));
    expect(t('cli.summary.source', { path: 'a\u001b\nb' })).toMatch(/a\\u001b\\u000ab$/);
    expect(t('cli.help.usage')).toBe(translator('en')('cli.help.usage'));
  });

  it('is what a bar shows of a table', () => {
    const progress = {
      stage: 'load',
      table: evil,
      unit: 'rows',
      done: 1,
      total: 2,
      rate: 0,
      secondsLeft: null,
    };
    expect(acting.exec(barLine(progress as never, 400, translator('en')))).toBeNull();
  });

  it('has one way to the terminal', () => {
    const folder = fileURLToPath(new URL('../../../electron/hosts/cli', import.meta.url));
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const writes = files.filter((file) =>
      /console\.|std(out|err)\.write/.test(readFileSync(join(folder, file), 'utf8')),
    );
    expect(writes).toEqual(['output.ts']);
  });
});

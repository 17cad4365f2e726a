import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { strFromU8, unzipSync } from 'fflate';
import { expect, onTestFinished, test } from 'vitest';
import { openLog } from '../../../electron/engine/log.ts';
import { cli } from '../../helpers/cli.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { isLong } from '../../helpers/long.ts';
import { freshDatabase } from '../../helpers/postgres.ts';

const secrets = {
  url: 'Url-S3cr/et+1',
  env: 'Env-S3cr et%2',
  options: 'Opt-S3cr=et&3',
  passFile: 'Pass-S3cr:et4',
  dotEnv: 'Dot-S3cr"et5',
  saved: 'Saved-S3cret6',
  key: 'Key-S3cret7',
};
/** Values of rows: a plate, a chassis, a telephone number, and one that stands where a time should. */
const values = ['QXZ7W83', '9BWZZZ377VT004251', '5511987654321', 'ontem Qualquer'];

/** Every spelling in which a text may have been written down. */
function spellings(text: string): string[] {
  const utf8 = Buffer.from(text);
  // In base64 the same bytes have three spellings, by where they begin: what all of each has in common.
  const inBase64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), utf8])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
  const json = JSON.stringify(text).slice(1, -1);
  const hex = utf8.toString('hex');
  const html = text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const [uri, form] = [encodeURIComponent(text), new URLSearchParams({ x: text }).toString().slice(2)];
  return [...new Set([text, json, html, hex, uri, form, encodeURI(text), ...inBase64])];
}

function expectNowhere(files: Record<string, Uint8Array>): void {
  const hidden = [...Object.values(secrets), ...values].flatMap(spellings);
  expect(hidden).not.toContain('');
  const found = Object.entries(files).flatMap(([name, bytes]) => {
    const text = strFromU8(bytes, true).toLowerCase();
    const inUtf8 = Buffer.from(bytes).toString('utf8').toLowerCase();
    return hidden
      .filter((spelling) => [text, inUtf8].some((all) => all.includes(spelling.toLowerCase())))
      .map((spelling) => `${name}: ${spelling}`);
  });
  expect(found).toEqual([]);
}

/** A car whose rows have the planted values where they cross, where they do not, and where they break a rule. */
function plant(source: string): void {
  const [plate = '', chassis = '', phone = '', time = ''] = values;
  const db = new Database(source);
  db.pragma('foreign_keys = off');
  db.exec(`create table clients (id integer primary key, plate text unique, phone integer not null, since datetime,
    odd integer, check (length(plate) < 3))`);
  const insert = db.prepare('insert or ignore into clients values (?, ?, ?, ?, ?)');
  db.pragma('ignore_check_constraints = on');
  insert.run(1, plate, Number(phone), time, chassis);
  insert.run(2, `${plate}2`, phone, '2025-01-01 10:00:00', 7);
  db.prepare('update vehicles set plate = ? where id = (select min(id) from vehicles)').run(plate);
  db.close();
}

/** @param dirty with troubles in each table: a bundle has the first hundred exceptions, whichever table was done first. */
async function scene({ dirty } = { dirty: false }) {
  const folder = tempFolder();
  const database = await freshDatabase();
  onTestFinished(database.drop);
  const [source, workspace] = [join(folder, 's.db'), join(folder, 'w')];
  const args = ['--workspace', workspace, '--lang', 'en'];
  const wishes = dirty ? ['--rows', '2000', '--dirty'] : ['--rows', '300'];
  const made = await cli(['sample', ...wishes, '--out', source, ...args]);
  expect(made.stderr).not.toContain('error');
  plant(source);
  return { folder, database, source, workspace, args };
}

async function migrated(found: Awaited<ReturnType<typeof scene>>, env = {}): Promise<string> {
  const { source, database, args } = found;
  const migrate = ['migrate', '--source', source, '--target', database.url, '--yes', '--json'];
  const done = await cli([...migrate, '--progress', 'none', ...args], { env });
  expect([done.code, done.stderr]).toEqual([0, expect.stringContaining('Warning: the password')]);
  return (JSON.parse(done.stdout) as { run: string }).run;
}

test('planted secrets and values of rows are nowhere in a bundle, however they are spelled', async () => {
  const found = await scene();
  const { folder, database, source, workspace, args } = found;
  const passFile = join(folder, '.pgpass');
  const real = new URL(database.url);
  writeFileSync(passFile, `other:5432:*:ana:${secrets.passFile.replace(':', '\\:')}\n`, { mode: 0o600 });
  writeFileSync(
    join(folder, '.env'),
    `DATABASE_URL=postgresql://ana:${encodeURIComponent(secrets.dotEnv)}@h/d\n`,
  );
  mkdirSync(join(workspace, 'runs'), { recursive: true });
  writeFileSync(join(workspace, 'passwords.json'), JSON.stringify({ 'ana@h:5432': secrets.saved }));
  const env = { PGPASSFILE: passFile, PGPASSWORD: secrets.env };

  // Refused, because the password is wrong: by its URL, by an option of the URL, as conninfo, by the environment.
  const wrong = new URL(database.url);
  wrong.password = encodeURIComponent(secrets.url);
  const option = new URL(database.url);
  option.password = '';
  option.searchParams.set('password', secrets.options);
  const bare = new URL(database.url);
  bare.password = '';
  const conninfo = `host=${real.hostname} port=${real.port} user=nobody dbname=x password='${secrets.options}' sslpassword='${secrets.key}'`;
  for (const target of [wrong.href, option.href, bare.href, conninfo]) {
    const refused = await cli(['migrate', '--source', source, '--target', target, '--yes', ...args], { env });
    expect([target, refused.code]).toEqual([target, 5]);
  }
  const run = await migrated(found, env);

  // What a driver and a server say on bad days, through the program's own log.
  const log = openLog(workspace, 'info');
  const [plate, chassis, phone, time] = values;
  const said = Object.assign(new Error(`invalid input syntax for type timestamp: "${time}"`), {
    detail: `Key (plate)=(${plate}) already exists.`,
    where: `COPY clients, line 1, column odd: "${chassis}"`,
    internalQuery: `select ${phone}`,
  });
  log.error({ run, err: said }, 'the server refused a constraint');
  log.error(
    { run, reason: `connect postgresql://ana:${secrets.url}@h/d?sslpassword=${secrets.key} failed` },
    'lost',
  );
  log.error({ run, reason: `password='${secrets.options}'`, env: { PGPASSWORD: secrets.env } }, 'lost');
  log.close();

  const out = join(folder, 'b.zip');
  const bundle = await cli(
    ['support-bundle', '--run', run, '--out', out, '--json', '--progress', 'none', ...args],
    { env },
  );
  expect([bundle.code, bundle.stderr]).toEqual([0, '']);
  const files = unzipSync(readFileSync(out));
  expectNowhere(files);
  if (real.password) expect(strFromU8(files['run.json'] ?? new Uint8Array())).not.toContain(real.password);
  // The same in the archive as a whole: names, comments, times.
  expectNowhere({ 'b.zip': readFileSync(out) });

  // What is in it is no less than what somebody needs.
  const read = (name: string) => strFromU8(files[name] ?? new Uint8Array());
  expect(Object.keys(files).sort()).toEqual(
    [
      'audit.json',
      'certificate.json',
      'exceptions.ndjson',
      'log.ndjson',
      'plan.json',
      'run.json',
      'schema.sql',
      'server.json',
      'support.html',
      'system.json',
      'wizard.json',
    ].sort(),
  );
  expect(JSON.parse(read('server.json'))).toMatchObject({ server_encoding: 'UTF8' });
  expect(read('exceptions.ndjson')).toContain('AAA9A99');
  expect(read('exceptions.ndjson')).toContain('aaaaa Aaaaaaaa');
  expect(read('log.ndjson')).toContain('Aaa (plate)');
  const page = read('support.html');
  // Nothing was left without its word.
  expect(page).not.toMatch(
    /<script|\{\{\w+\}\}|>undefined|\[object|support\.(?:failed|asked|done|plan|server|versions|log)\./,
  );
  expect(page).toContain('max_connections');
  expect(page).toContain('AAA9A99');
});

test.runIf(isLong)(
  'before it is written, the preview says which files, how large, and how values look',
  async () => {
    const found = await scene();
    const { folder, args } = found;
    const run = await migrated(found);
    const ask = ['support-bundle', '--run', run];
    const preview = await cli([...ask, '--preview', '--json', ...args]);
    const told = JSON.parse(preview.stdout) as {
      path: null;
      contents: { name: string; bytes: number }[];
      examples: object[];
    };
    expect(told.path).toBeNull();
    expect(told.examples.length).toBeGreaterThan(0);
    const out = join(folder, 'b.zip');
    const written = JSON.parse((await cli([...ask, '--out', out, '--json', ...args])).stdout);
    // The log has grown by the operations since; all else is to the byte what was told.
    const files = unzipSync(readFileSync(out));
    const isSame = ({ name }: { name: string }) =>
      !['log.ndjson', 'support.html', 'system.json'].includes(name);
    expect(told.contents.filter(isSame)).toEqual(written.contents.filter(isSame));
    for (const { name, bytes } of written.contents)
      expect([name, files[name]?.length]).toEqual([name, bytes]);
    const text = await cli([...ask, '--preview', ...args]);
    expect(text.stdout).toContain('support.html');
    expect(text.stdout).toContain('BRA2E19 becomes AAA9A99');
    for (const value of values) expect(text.stdout + preview.stdout).not.toContain(value);
    const neither = await cli([...ask, ...args]);
    expect([neither.code, neither.stderr]).toEqual([2, expect.stringContaining('--preview')]);
  },
);

test.runIf(isLong)(
  'the certificate and the audit report are whole: they stay with the customer',
  async () => {
    const found = await scene({ dirty: true });
    const { folder, source, args } = found;
    const run = await migrated(found);
    const certificate = join(folder, 'certificate.html');
    await cli(['certificate', '--run', run, '--out', certificate, ...args]);
    expect(readFileSync(certificate, 'utf8')).toContain(values[0]);
    const report = join(folder, 'audit.html');
    const audited = await cli(['audit', '--source', source, '--report', report, ...args]);
    expect(audited.code).toBe(0);
    const page = readFileSync(report, 'utf8');
    expect(page).toContain('2025-02-30 10:00:00');
    expect(page).not.toMatch(/<script|{{|undefined/);
  },
);

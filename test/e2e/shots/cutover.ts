/**
 * Pictures of the wizard's last step: from a run that has ended well, through going live, to being back on SQLite.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseEnv } from 'node:util';
import Database from 'better-sqlite3';
import pg from 'pg';
import type { Wizard } from '../wizard.ts';

export interface CutoverShots {
  wizard: Wizard;
  /** The SQLite file of the run whose validation is on screen. */
  source: string;
  shoot(name: string): Promise<unknown>;
}

/** Begins at the validation of a run that can go live, and ends with the list of runs. */
export async function shootCutover({ wizard, source, shoot }: CutoverShots): Promise<void> {
  const { page, texts, t, button, heading } = wizard;
  const { prepare, connection, work, live, back, restored } = texts.cutover;
  const env = writeEnvFiles(source);
  change(source, `update devices set name = name || '.'; delete from event_logs where id % 50 = 0`);
  const service = await openedBy(source);
  try {
    await button(texts.cutover.next).click();
    await heading(prepare.title).waitFor();
    await page.getByText(/\(\d+\)$/).waitFor();
    await shoot('6-prepare');
    await button(prepare.sync).click();
    await button(prepare.syncAgain).waitFor();
    await shoot('6-caught-up');
    await button(prepare.next).click();
    await heading(connection.title).waitFor();
    await page.getByRole('checkbox').first().check();
    await page.getByText('+ DATABASE_TYPE=postgresql').waitFor();
    await shoot('6-in-use');
  } finally {
    await service.end();
  }
  await button(prepare.again).click();
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await page.getByText('+ DATABASE_TYPE=postgresql').waitFor();
  await shoot('6-connection');
  await button(connection.go).click();
  await page.getByText(texts.cutover.confirm.title).waitFor();
  await shoot('6-confirm');
  await button(texts.cutover.confirm.go).click();
  await heading(work.cutover).waitFor();
  await page
    .locator('li[aria-current=step]')
    .or(page.getByText(t('cutover.done')))
    .first()
    .waitFor();
  await shoot('6-going-live');
  await page.getByText(t('cutover.done')).waitFor();
  await shoot('6-live');
  await writeAsApplication(env);
  await button(live.goBack).click();
  await heading(back.title).waitFor();
  await page.getByText(back.writtenText).waitFor();
  const replace = button(new RegExp(`^(Trocar|Replace) ${basename(source).slice(0, 7)}`));
  await page.locator('footer button[aria-disabled]').first().waitFor({ state: 'detached' });
  await shoot('6-way-back');
  await replace.click();
  await heading(restored.title).waitFor();
  await page.getByText(restored.done).waitFor();
  await shoot('6-restored');
  await button(restored.end).click();
  await heading(texts.start.title).waitFor();
  await shoot('6-runs');
}

/** Two of them; the first is the one to choose. */
function writeEnvFiles(source: string): string {
  const folder = join(source, '..');
  mkdirSync(join(folder, 'gateway'), { recursive: true });
  const text = '# AutoCore\nMQTT_HOST=localhost\nDATABASE_TYPE=sqlite\nDB_PATH=autocore.db\n';
  writeFileSync(join(folder, '.env'), text);
  writeFileSync(join(folder, 'gateway', '.env'), text);
  return join(folder, '.env');
}

function change(path: string, sql: string): void {
  const db = new Database(path);
  db.exec(sql);
  db.close();
}

/** A process that has the file open, as a service does. */
async function openedBy(path: string): Promise<{ end(): Promise<void> }> {
  const holder = spawn('sh', ['-c', 'exec 3<"$1"; echo ready; read x', 'sh', path]);
  await once(holder.stdout, 'data');
  return {
    async end() {
      holder.stdin.end('\n');
      await once(holder, 'exit');
    },
  };
}

/** By what its .env says. */
async function writeAsApplication(env: string): Promise<void> {
  const { DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD } = parseEnv(readFileSync(env, 'utf8'));
  const login = {
    host: DB_HOST,
    port: Number(DB_PORT),
    database: DB_NAME,
    user: DB_USER,
    password: DB_PASSWORD,
  };
  const client = new pg.Client(login as pg.ClientConfig);
  await client.connect();
  try {
    await client.query(`update devices set name = name || '!' where id < 4`);
    await client.query('delete from telemetry_data where id <= 12');
    await client.query(`insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
      select now(), 1, 'gps', 'speed', n || ' km/h' from generate_series(1, 1250) n`);
  } finally {
    await client.end();
  }
}

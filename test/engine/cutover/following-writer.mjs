// Writes to a SQLite file as a living application does, one row after the other, until its input ends; prints how many there were after each.
import Database from 'better-sqlite3';

const [path, mode] = process.argv.slice(2);
const db = new Database(path, { timeout: 20_000 });
db.pragma('foreign_keys = off');
db.pragma(`journal_mode = ${mode}`);
const insert = db.prepare(
  `insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
   values (datetime('2025-12-01', ? || ' seconds'), 1, 'x', 'writer', ?)`,
);
const change = db.prepare("update devices set last_seen = datetime(?, 'unixepoch') where id = 1");
const remove = db.prepare(`delete from telemetry_data where data_key = 'writer' and data_value = ?`);
let rows = 0;
const timer = setInterval(() => {
  rows++;
  insert.run(rows, String(rows));
  if (rows % 3 === 0) change.run(rows);
  if (rows % 7 === 0) remove.run(String(rows - 3));
  // Long enough for the log to be begun anew while it is read.
  if (mode === 'wal' && rows % 20 === 0) db.pragma('wal_checkpoint(restart)');
  process.stdout.write(`${rows}\n`);
}, 10);
process.stdin.resume().on('end', () => {
  clearInterval(timer);
  db.close();
});

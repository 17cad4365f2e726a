// Writes ten rows a second to a SQLite file, each in a transaction of its own as AutoCore does, until it is ended.
import Database from 'better-sqlite3';

const db = new Database(process.argv[2], { timeout: 60_000 });
const insert = db.prepare(
  `insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
   values (strftime('%Y-%m-%d %H:%M:%f', 'now'), 1, 'bench', 'writer', ?)`,
);
let rows = 0;
let longest = 0;
setInterval(() => {
  const began = performance.now();
  insert.run(String(++rows));
  longest = Math.max(longest, performance.now() - began);
}, 100);
process.on('SIGTERM', () => {
  db.close();
  process.stdout.write(`${JSON.stringify({ rows, longest: Math.round(longest) })}\n`, () => process.exit(0));
});

import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

export interface SqliteClientData {
  path: string;
  /** Null: this one writes. */
  queries: { text: string; values: (string | number)[] }[] | null;
  seconds: number;
  device: number;
  /** Where in the round to begin. */
  offset: number;
}

const given = workerData as SqliteClientData;
const db = new Database(given.path, { timeout: 10_000 });
// As the application: a file in the field has rows whose parents are gone.
db.pragma('foreign_keys = off');
const samples: number[] = [];
try {
  const until = performance.now() + given.seconds * 1000;
  const timed = (work: () => void): void => {
    const began = performance.now();
    work();
    samples.push(performance.now() - began);
  };
  if (given.queries === null) {
    const insert = db.prepare(
      `insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value) values (datetime('now'), ?, 'x', 'x', '1')`,
    );
    while (performance.now() < until) timed(() => insert.run(given.device));
  } else {
    const statements = given.queries.map((q) => ({ statement: db.prepare(q.text), values: q.values }));
    for (let i = given.offset; performance.now() < until; i++) {
      const next = statements[i % statements.length];
      if (next) timed(() => next.statement.all(...next.values));
    }
  }
} finally {
  db.close();
}
parentPort?.postMessage(samples);

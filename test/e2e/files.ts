import Database from 'better-sqlite3';
import { writeSample } from '../../electron/engine/sample/write.ts';

/** One of each kind of finding, in a file that is read at a glance. Row 1 of themes has a decision to take. */
const troubles = [
  "update themes set border_radius = 'redondo' where id = 1",
  "update telemetry_data set timestamp = x'3230323528' where id in (1, 2)",
  "update telemetry_data set timestamp = '2080-01-01 00:00:00' where id = 3",
  "update event_logs set timestamp = '2025-08-09T14:03:11Z' where id = 1",
  'update screen_items set screen_id = 4711 where id = 1',
];

/** A sample with a few problems, so that its pages are short. */
export async function writeTroubled(path: string, rows: number): Promise<void> {
  await writeSample({ out: path, rows });
  const db = new Database(path);
  // As with SQLAlchemy, whose programs never turn foreign keys on.
  db.pragma('foreign_keys = off');
  try {
    for (const trouble of troubles) {
      if (db.prepare(trouble).run().changes === 0) throw new Error(`nothing changed: ${trouble}`);
    }
  } finally {
    db.close();
  }
}

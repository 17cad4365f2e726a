import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { Plan, SourceSchema } from '../../../../shared/model/index.ts';
import type { RunSession } from '../../run/session.ts';

/** What making views and making triggers share. */
export interface ProgramStage {
  session: RunSession;
  client: pg.Client;
  plan: Plan;
  /** What each database may take for one of them. */
  seconds: number;
  snapshot: Database;
  schema: SourceSchema;
  /** `view name` and the like of what the journal has: it was made and proved before a stop. */
  known: ReadonlySet<string>;
  /** Told of each one, by its name in the source, with 0 when it is begun and 1 when it is done. */
  progress(name: string, units: 0 | 1): void;
}

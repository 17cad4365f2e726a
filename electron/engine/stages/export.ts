import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Database } from 'better-sqlite3';
import type { AdoptedSchema, ExceptionSummary } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { orphansOf } from '../diff/adopted-orphans.ts';
import { quarantinedByType } from '../diff/adopted-out.ts';
import { Ledger } from '../export/ledger.ts';
import type { OutputFolder } from '../export/output-folder.ts';
import { writeExport } from '../export/write.ts';
import { StageProgress } from '../run/progress.ts';
import { type Prepared, planDigest, type RunSession, stage } from '../run/session.ts';
import type { Tuning } from '../run/tuning.ts';
import { rename, rm } from '../system/files.ts';

/** Writes the folder for psql, and the exceptions of the run beside its plan. */
export async function exportStage(
  session: RunSession,
  db: Database,
  { plan, measures }: Prepared,
  folder: OutputFolder,
  adopted: AdoptedSchema | null,
  { fileBytes, rowsPerBlock }: Tuning,
): Promise<ExceptionSummary[]> {
  const { state, ctx } = session;
  return stage(session, 'export', async () => {
    const total = measures.tables.reduce((n, t) => n + t.rows, 0);
    const encoding = db.pragma('encoding', { simple: true }) as TextEncoding;
    // The server would refuse them, and psql cannot single a row out.
    const orphans = adopted
      ? orphansOf(db, plan, encoding, quarantinedByType(db, plan, encoding))
      : new Map();
    const progress = new StageProgress(ctx, state.id, 'export', 'rows', total);
    return withLedger(session.folder.exceptions, async (ledger) => {
      state.tables = await writeExport({
        ...{ db, plan, folder, adopted, orphans, encoding, fileBytes, rowsPerBlock, ledger },
        signal: ctx.signal,
        run: {
          id: state.id,
          tool: state.tool,
          sourceSha256: state.source.sha256 ?? '',
          planSha256: planDigest(plan),
          schema: state.target.schema,
        },
        createdAt: state.createdAt,
        onRows: (table, rows) => progress.add(table, rows),
      });
      return ledger.summary;
    });
  });
}

/** The file of the exceptions, whole or not there. */
async function withLedger<T>(path: string, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const part = `${path}.part`;
  const stream = createWriteStream(part, { mode: 0o600 });
  const end = finished(stream);
  // Reading may fail first; then nobody waits for this any more.
  end.catch(() => {});
  try {
    const result = await work(
      new Ledger(async (line) => {
        if (stream.write(line)) return;
        await new Promise<void>((resolve, reject) => {
          stream.once('drain', resolve);
          end.catch(reject);
        });
      }),
    );
    stream.end();
    await end;
    await rename(part, path);
    return result;
  } catch (error) {
    stream.destroy();
    await rm(part, { force: true });
    throw error;
  }
}

import type { Language } from '../../../shared/messages/index.ts';
import type { RunState, ValidationLevel } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import type { TextEncoding } from '../convert/values.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { accountOf } from './account.ts';
import { writeCertificates } from './certificates.ts';
import { targetOf } from './migrate.ts';
import { defaultPatience } from './patience.ts';
import { requireLoaded } from './require.ts';
import { type RunSession, readPrepared, save, stage } from './session.ts';
import { validateStage } from './stages.ts';
import { settleSync } from './sync-files.ts';
import { withTarget } from './target.ts';
import { openWorkspace } from './workspace.ts';

export interface ValidateInput {
  workspace: string;
  run: string;
  target: string | null;
  level: ValidationLevel;
  env: Record<string, string | undefined>;
  language: Language;
}

/** Validates a loaded run again against its snapshot and writes the certificate anew. */
export async function validateRun(input: ValidateInput, ctx: EngineContext): Promise<RunState> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const state = await workspace.readState(input.run);
    const folder = workspace.runFolder(input.run);
    const session: RunSession = {
      workspace,
      folder,
      state,
      ctx,
      language: input.language,
      patience: defaultPatience,
      committed: null,
    };
    const url = targetOf(state, input.target);
    await withTarget({ workspace: workspace.dir, url, env: input.env }, ctx, (target) =>
      target.withClients(1, async ([client]) => {
        if (!client) throw new Error('no connection');
        await requireLoaded(client, state);
        await settleSync(client, workspace, folder, state);
        const { plan, measures } = await readPrepared(folder);
        state.tables = await accountOf(client, state.id, plan, measures);
        const db = openSnapshot(folder.snapshot);
        try {
          const encoding = db.pragma('encoding', { simple: true }) as TextEncoding;
          state.seconds.validate = 0;
          state.validation = await stage(session, 'validate', () =>
            validateStage(session, db, client, plan, encoding, input.level),
          );
        } finally {
          db.close();
        }
        state.status = state.validation.status === 'identical' ? 'succeeded' : 'differences';
        await save(session);
        await writeCertificates(session, client, plan);
      }),
    );
    return state;
  });
}

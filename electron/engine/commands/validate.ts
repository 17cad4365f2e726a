import { AppError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/messages/index.ts';
import type { RunState, ValidationLevel } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import type { TextEncoding } from '../convert/values.ts';
import { isLive, readCutover, requireNotBack } from '../cutover/state.ts';
import { accountOf } from '../run/account.ts';
import { rememberTarget } from '../run/exported.ts';
import { workspaceError } from '../run/folder.ts';
import { assertSame } from '../run/known.ts';
import { openSession } from '../run/open-session.ts';
import { requireOwnRows } from '../run/own-rows.ts';
import { type RunSession, readPrepared, save, stage } from '../run/session.ts';
import type { Target } from '../run/target.ts';
import { targetOf } from '../run/target.ts';
import { openWorkspace } from '../run/workspace.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { writeCertificates } from '../stages/certificate.ts';
import { endure } from '../stages/retry.ts';
import { validateStage } from '../stages/validate.ts';
import { passFence } from '../target/fence.ts';
import { inOneTrip } from '../target/pipeline.ts';

export interface ValidateInput {
  workspace: string;
  run: string;
  target: string | null;
  level: ValidationLevel;
  env: Record<string, string | undefined>;
  language: Language;
}

/**
 * Validates a loaded run again against its snapshot and writes the certificate anew. After going live the application
 * writes to the target, and what it wrote is no difference: its certificate stays.
 * @throws AppError cutover.done {run} for a live run, run.notResumable {run, reason} for one that came back
 */
export async function validateRun(input: ValidateInput, ctx: EngineContext): Promise<RunState> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const session = await openSession(workspace, input, ctx);
    const { state, folder } = session;
    const live = await readCutover(folder.dir);
    requireNotBack(state.id, live);
    if (isLive(live)) throw new AppError('cutover.done', { run: state.id });
    const url = targetOf(state, input.target);
    const target = { workspace: workspace.dir, url, env: input.env, user: state.id };
    try {
      await endure(session, target, (reached) => validateOnce(session, reached, input));
    } catch (error) {
      throw workspaceError(error, workspace.dir);
    }
    return state;
  });
}

async function validateOnce(
  session: RunSession,
  target: Target,
  { level, target: given }: ValidateInput,
): Promise<void> {
  const { state, folder, done } = session;
  await target.withScope(1, session.ctx.signal, async ({ clients: [client], signal, stop }) => {
    const own = { ...session, ctx: { ...session.ctx, signal } };
    await requireOwnRows(own, target.config, client);
    await rememberTarget(own, target, client, given);
    const { plan, measures } = await readPrepared(folder);
    const [, , tables] = await inOneTrip(client, [
      () => passFence(client, state.id),
      () => assertSame(client, state, plan),
      () => accountOf(client, state.id, plan, measures),
    ]);
    state.tables = tables;
    done.reached = true;
    const db = openSnapshot(folder.snapshot);
    try {
      const encoding = db.pragma('encoding', { simple: true }) as TextEncoding;
      state.seconds.validate = 0;
      state.validation = await stage(own, 'validate', () =>
        validateStage(own, db, { clients: [client], stop }, plan, encoding, level),
      );
    } finally {
      db.close();
    }
    state.status = state.validation.status === 'identical' ? 'succeeded' : 'differences';
    await save(own);
    await writeCertificates(own, client, plan);
  });
}

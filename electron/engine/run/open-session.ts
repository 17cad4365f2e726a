import type { Language } from '../../../shared/messages/index.ts';
import type { EngineContext } from '../context.ts';
import { verifyFolder } from './prepared.ts';
import { newSession, type RunSession } from './session.ts';
import type { Workspace } from './workspace.ts';

/** A run as the commands behind its end work on it. */
export async function openSession(
  workspace: Workspace,
  input: { run: string; language: Language },
  ctx: EngineContext,
): Promise<RunSession> {
  const state = await workspace.readState(input.run);
  const folder = workspace.runFolder(input.run);
  const session = newSession({ workspace, folder, state, ctx, language: input.language });
  await verifyFolder(session);
  return session;
}

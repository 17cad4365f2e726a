import type pg from 'pg';
import type { Language } from '../../../shared/messages/index.ts';
import type { RunState } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { type ApplicationLogin, applicationConfig, envValues, settingsOf } from '../cutover/application.ts';
import { planEnvs } from '../cutover/env-files.ts';
import { requireKnownLive } from '../cutover/live-mark.ts';
import { isSuperuser } from '../cutover/role.ts';
import { type SourceUse, sourceUse } from '../cutover/source-use.ts';
import { type CutoverState, newCutover, readCutover, requireNotBack } from '../cutover/state.ts';
import { rememberTarget } from '../run/exported.ts';
import { withOwnSession } from '../run/hold.ts';
import { requireLoaded } from '../run/known.ts';
import { openSession } from '../run/open-session.ts';
import { requireOwnRows } from '../run/own-rows.ts';
import type { RunFolder } from '../run/paths.ts';
import { earlierSession } from '../run/sync-files.ts';
import { targetOf, withTarget } from '../run/target.ts';
import { openWorkspace } from '../run/workspace.ts';
import { withAdvisoryLock } from '../target/connect.ts';
import { passFence } from '../target/fence.ts';
import { serverIdentity } from '../target/identity.ts';
import { hasJournal } from '../target/journal.ts';
import { liveMark, requireNoneLive } from '../target/live.ts';
import { inOneTrip } from '../target/pipeline.ts';
import { type CutoverResult, goLive } from './go-live.ts';
import { knownBy, moveOf, moveOn } from './move-on.ts';

export interface CutoverInput {
  workspace: string;
  run: string;
  target: string | null;
  env: Record<string, string | undefined>;
  language: Language;
  /** The application's .env files. */
  envFiles: string[];
  /** Goes on where the file at the source's path seems to be another database. */
  sameSource?: boolean;
  /** For a live run: the server named is right, although it is no promoted copy of the one before. */
  acceptCopy?: boolean;
  /** The application's login, where no file names it and it is not the run's. */
  application?: ApplicationLogin | null;
  /**
   * Where the application is still there: does meanwhile what takes long, and the rest as soon as it has stopped. False:
   * it must have stopped before.
   */
  wait?: boolean;
  /** False only looks and shows. */
  confirm: boolean;
  /** The file is a copy that nobody else knows: what is in use on this machine does not matter. */
  scratch?: boolean;
}

/**
 * Goes live, step by step; a run that is live already goes on at the server named, where that is a promoted copy of the
 * one before; each step is remembered in `cutover.json` and can be done again. Throws AppError
 * cutover.sourceInUse {run, by}, cutover.envUnusable {path, reason}, cutover.smokeTest {role, reason},
 * validation.differences {run, differences}, source.otherDatabase {run, path, details}, target.live {live, schema,
 * since}, run.liveLost {run, since}, run.targetBehind {run, found, expected}, run.otherServer {run, since}, and as
 * `moveOf`.
 */
export async function cutoverRun(input: CutoverInput, ctx: EngineContext): Promise<CutoverResult> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const session = await openSession(workspace, input, ctx);
    const { state, folder } = session;
    const url = targetOf(state, input.target);
    return withTarget({ workspace: workspace.dir, url, env: input.env }, ctx, (target) =>
      withOwnSession(target, async (client) => {
        requireNotBack(state.id, await readCutover(folder.dir));
        // What is asked next is in a journal that may be read.
        const [identity] = await inOneTrip(client, [() => serverIdentity(client), () => hasJournal(client)]);
        const [, progress] = await inOneTrip(client, [
          () => requireOwnRows(session, target.config, client),
          () => requireTurn(client, state, folder),
        ]);
        await rememberTarget(session, target, client, input.target);
        const { application = null, sameSource = false, scratch = false, wait = false } = input;
        const { env, acceptCopy = false } = input;
        const moving = { session, target, identity, progress, env, acceptCopy };
        const moved = await moveOf(moving);
        const moves = moved !== null || progress.moving !== null;
        // They all lead to a server that is no more.
        const noted = progress.envs.map(({ path }) => path);
        const envFiles = moves && input.envFiles.length === 0 ? noted : input.envFiles;
        const app = await applicationConfig(target.config, envFiles, application, input.env);
        const values = await envValues(app);
        const unused: SourceUse = { writers: [], services: [], cron: false };
        const result: CutoverResult = {
          ...{ run: state.id, live: false, envs: [], settings: settingsOf(values) },
          use: scratch ? unused : await sourceUse(state.source.path),
          ...{ source: state.source.path, role: app.user, superuser: await isSuperuser(client, app.user) },
          schema: state.target.schema,
          ...{ managed: target.managed, service: null, rows: null, tables: null, moved },
        };
        // Before anything is written anywhere, every file is tried.
        const envs = await planEnvs(envFiles, values, state.id, progress.envs);
        result.envs = envs.map(({ path, difference }) => ({ path, difference }));
        if (!input.confirm) return result;
        // Nobody may move the schema away between the last comparison and the mark.
        const first = () =>
          inOneTrip(client, [
            () => requireTurn(client, state, folder),
            () => requireLoaded(client, state),
            () => passFence(client, state.id),
          ]);
        const underLock = async ([now]: [CutoverState, ...unknown[]]): Promise<CutoverResult> => {
          const paths = envs.map(({ path }) => path);
          if (moves) await moveOn({ ...moving, progress: now }, client);
          else now.server = knownBy(identity);
          const given = { app, paths, sameSource, scratch, wait: wait && !scratch };
          return goLive({ session, target, client, progress: now, ...given }, result);
        };
        const key = `schema:${state.target.schema}`;
        return withAdvisoryLock(client, target.config, key, underLock, {
          patience: earlierSession,
          keep: true,
          first,
        });
      }),
    );
  });
}

/** How far going live is. @throws AppError where another run is live in the schema, or target and folder disagree. */
async function requireTurn(
  client: pg.Client,
  { id, target }: RunState,
  { dir }: RunFolder,
): Promise<CutoverState> {
  const { schema } = target;
  const kept = await readCutover(dir);
  // One of both, where going on at another server was stopped in between: `requireKnownLive` says which others are not.
  const mark = kept?.moving ? await liveMark(client, id) : null;
  const since = mark?.since ?? kept?.liveSince ?? null;
  const [progress] = await inOneTrip(client, [
    () => requireKnownLive(client, { run: id, schema, dir }),
    () => requireNoneLive(client, [schema], { run: id, since }),
  ]);
  return progress ?? newCutover();
}

import { randomBytes } from 'node:crypto';
import type { PickedFile } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import { type Language, type Translate, translator } from '../../../shared/messages/index.ts';
import { openLog } from '../../engine/log.ts';
import { endAudit, removeOldAudits } from '../../engine/run/audit-folder.ts';
import { removeOldScratch } from '../../engine/run/scratch-folder.ts';
import { toolVersion } from '../../engine/run/version.ts';
import { openWorkspace, type Workspace } from '../../engine/run/workspace.ts';
import { FileBrowser } from './browse.ts';
import { appCalls } from './calls/app.ts';
import { auditCalls } from './calls/audit.ts';
import { cutoverCalls } from './calls/cutover.ts';
import { exportJobCalls } from './calls/export-job.ts';
import { exportCalls } from './calls/exports.ts';
import { fileCalls } from './calls/files.ts';
import { fleetCalls } from './calls/fleet.ts';
import { jobCalls } from './calls/jobs.ts';
import { runCalls } from './calls/runs.ts';
import { supportCalls } from './calls/support.ts';
import { targetCalls } from './calls/target.ts';
import { toolsCalls } from './calls/tools.ts';
import type { HostContext } from './context.ts';
import { type Dispatch, dispatcher } from './dispatch.ts';
import { Emitter, type EventListener } from './emitter.ts';
import { engineIn } from './engine.ts';
import { Exceptions } from './exceptions.ts';
import { Jobs } from './job/jobs.ts';
import { KeptPlans } from './kept-plans.ts';
import { Logbook } from './logbook.ts';
import { Logins } from './logins.ts';
import { Settings } from './settings.ts';
import type { Surroundings } from './surroundings.ts';
import { FileTokens } from './tokens.ts';

export interface HostOptions {
  kind: 'desktop' | 'browser';
  workspace: string;
  env: NodeJS.ProcessEnv;
  /** The system's, until the user chooses one. */
  language: Language;
  /** What the user asked for at this start. */
  askedLanguage?: Language | null;
  surroundings: Surroundings;
}

/** Everything below a window or a connection: answers calls, tells events. */
export interface Host {
  call: Dispatch;
  /** Returns what ends the listening. */
  on(listener: EventListener): () => void;
  /** A file that the user handed over by other means than a call. */
  give(path: string): PickedFile;
  /** A file that the program was opened with: the wizard begins with it. The last one counts. */
  handOver(path: string): void;
  /** Tells whenever the user has chosen a language, which `t` speaks from then on. */
  onLanguage(listener: () => void): void;
  /** True while the engine is at work. */
  readonly working: boolean;
  t(): Translate;
  /** Puts a failure that nobody expected into the log. */
  unexpected(error: unknown, where: string): void;
  /** Stops what runs so that it can be resumed, and cleans up. */
  close(): Promise<void>;
}

/** Opens the workspace and makes a host for it. @throws AppError workspace.unwritable {path, reason} */
export async function createHost(options: HostOptions): Promise<Host> {
  const workspace = openWorkspace(options.workspace, options.env);
  const logbook = new Logbook();
  const emitter = new Emitter();
  // What the host writes itself is told as what its engine writes.
  const hear = (line: string): void => {
    logbook.add(line);
    emitter.changed('log', () => logbook.takeFresh());
  };
  const log = openLog(workspace.dir, 'info', hear);
  const unexpected = (err: unknown, where: string): void => log.error({ err, where }, 'host failed');
  const context = await contextOf(options, { workspace, logbook, emitter, hear, unexpected });
  const { jobs, auditSession } = context;
  await removeOldAudits(workspace.dir);
  await removeOldScratch(workspace.dir);
  const call = dispatcher(
    {
      ...appCalls(context),
      ...fileCalls(context),
      ...targetCalls(context),
      ...auditCalls(context),
      ...jobCalls(context),
      ...exportJobCalls(context),
      ...fleetCalls(context),
      ...runCalls(context),
      ...cutoverCalls(context),
      ...supportCalls(context),
      ...toolsCalls(context),
      ...exportCalls(context),
    },
    context.t,
    unexpected,
  );
  return {
    call,
    on: (listener) => emitter.on(listener),
    give: (path) => context.files.give(path),
    handOver: (path) => {
      context.handed = context.files.give(path);
      emitter.changed('handed', () => null);
    },
    onLanguage: (listener) => context.settings.onLanguage(listener),
    get working() {
      return jobs.running;
    },
    t: context.t,
    unexpected,
    close: async () => {
      await jobs.close();
      await endAudit({ workspace: workspace.dir, session: auditSession });
      emitter.close();
    },
  };
}

/** What a host has before it has a context. */
interface Around extends Pick<HostContext, 'workspace' | 'logbook' | 'emitter'>, Pick<Host, 'unexpected'> {
  /** Takes a line of the log. */
  hear(line: string): void;
}

async function contextOf(
  options: HostOptions,
  { workspace, logbook, emitter, hear, unexpected }: Around,
): Promise<HostContext> {
  const { surroundings } = options;
  const files = new FileTokens();
  const settings = new Settings(workspace.dir, options.language, options.askedLanguage ?? null);
  const translators = { 'pt-BR': translator('pt-BR'), en: translator('en') };
  const t = (): Translate => translators[settings.language];
  const browser = surroundings.browse && (await FileBrowser.over(surroundings.browse, files));
  const context: HostContext = {
    kind: options.kind,
    version: toolVersion,
    env: options.env,
    workspace,
    surroundings,
    settings,
    files,
    browser,
    logins: new Logins(files, options.env, surroundings.keychain),
    logbook,
    exceptions: new Exceptions(),
    plans: new KeptPlans(),
    emitter,
    engine: engineIn(workspace.dir, hear),
    jobs: new Jobs({
      t,
      changed: () => emitter.changed('job', () => context.jobs.snapshot()),
      stateOf: (run) => stateOf(workspace, run),
      unexpected,
    }),
    audit: null,
    fleet: { working: null, refused: null, placed: null },
    handed: null,
    auditSession: `${process.pid}-${randomBytes(4).toString('hex')}`,
    t,
  };
  return context;
}

/** Null for a run that was refused: it has left nothing behind. */
async function stateOf(workspace: Workspace, run: string) {
  return workspace.readState(run).catch((error: unknown) => {
    if (error instanceof AppError) return null;
    throw error;
  });
}

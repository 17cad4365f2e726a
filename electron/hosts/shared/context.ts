import type { AuditView, FileToken, PickedFile } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Translate } from '../../../shared/messages/index.ts';
import type { Placement } from '../../../shared/model/index.ts';
import type { Workspace } from '../../engine/run/workspace.ts';
import type { FileBrowser } from './browse.ts';
import type { Emitter } from './emitter.ts';
import type { Engine } from './engine.ts';
import type { Exceptions } from './exceptions.ts';
import type { FleetWork } from './fleet/work.ts';
import type { Jobs } from './job/jobs.ts';
import type { KeptPlans } from './kept-plans.ts';
import type { Logbook } from './logbook.ts';
import type { Logins } from './logins.ts';
import type { Settings } from './settings.ts';
import type { Surroundings } from './surroundings.ts';
import type { FileTokens } from './tokens.ts';

/** What the handlers of a host work with. */
export interface HostContext {
  kind: 'desktop' | 'browser';
  version: string;
  env: NodeJS.ProcessEnv;
  workspace: Workspace;
  surroundings: Surroundings;
  settings: Settings;
  files: FileTokens;
  browser: FileBrowser | null;
  logins: Logins;
  logbook: Logbook;
  exceptions: Exceptions;
  plans: KeptPlans;
  emitter: Emitter;
  engine: Engine;
  jobs: Jobs;
  /** The audit on the table, with the DDL of its plan. */
  audit: { view: AuditView; sql: string } | null;
  /** The vehicles that are moved just now, what was asked of a list last, and where Citus had its vehicles then. */
  fleet: {
    working: FleetWork | null;
    refused: FleetWork['refused'] | null;
    placed: { manifest: FileToken; placement: Placement | null } | null;
  };
  /** The file that the program was opened with, until a page takes it. */
  handed: PickedFile | null;
  /** Name of this host's audit in the workspace. */
  auditSession: string;
  t(): Translate;
}

/** What is there, or the refusal that a page gets for asking what `app.info` said is not offered. */
export function offered<T>(ability: T | null): T {
  if (ability === null) throw new AppError('host.notOffered');
  return ability;
}

/** @throws AppError audit.none {} */
export function auditOf(context: HostContext): NonNullable<HostContext['audit']> {
  if (!context.audit) throw new AppError('audit.none');
  return context.audit;
}

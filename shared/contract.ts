import { z } from 'zod';
import { type AppInfo, languageInput } from './contract/app.ts';
import { type AuditView, auditStartInput, unfitTypesInput, wishes } from './contract/audit.ts';
import {
  type CutoverPreview,
  type CutoverView,
  cutoverInput,
  rollbackInput,
  syncInput,
  type Ticks,
  tickInput,
} from './contract/cutover.ts';
import { call, event, type Result, type ValueOf } from './contract/define.ts';
import { type Saved, saveInput } from './contract/exports.ts';
import { type FolderListing, folderInput, type PickedFile, pickInput, takeInput } from './contract/files.ts';
import {
  type FleetListed,
  type FleetLive,
  type FleetView,
  fleetChangeInput,
  fleetFileInput,
  fleetInput,
  fleetJobInput,
  fleetLookInput,
  fleetOfInput,
  fleetPlacementInput,
} from './contract/fleet.ts';
import {
  exportInput,
  type JobSnapshot,
  migrateInput,
  rehearseInput,
  sampleInput,
  validateInput,
} from './contract/jobs.ts';
import { type LogLine, tailInput } from './contract/log.ts';
import { runInput } from './contract/run-input.ts';
import {
  type ExceptionFacets,
  type ExceptionPage,
  exceptionInput,
  exceptionsInput,
  facetsInput,
  type LastRehearsal,
  type OpenException,
  oneRun,
  type RunCertificate,
  type RunDetail,
  type RunItem,
  rehearsedInput,
  type UndoList,
} from './contract/runs.ts';
import { type OfferedSource, type SourceLook, sourceInput } from './contract/sources.ts';
import {
  type ManagedServer,
  savePasswordInput,
  serverLogin,
  type TargetReport,
  targetTestInput,
} from './contract/target.ts';
import { benchmarkInput, kitInput, statusInput, type WrittenKit } from './contract/tools.ts';
import type { BenchmarkResult, Placement, SupportContents, TargetStatus } from './model/index.ts';

export type * from './contract/app.ts';
export type * from './contract/audit.ts';
export type * from './contract/cutover.ts';
export type { Result } from './contract/define.ts';
export type * from './contract/exports.ts';
export type * from './contract/files.ts';
export type * from './contract/fleet.ts';
export type * from './contract/jobs.ts';
export type * from './contract/log.ts';
export type * from './contract/runs.ts';
export type * from './contract/sources.ts';
export type * from './contract/target.ts';
export type * from './contract/tools.ts';

const nothing = z.strictObject({});

/**
 * Everything the wizard can ask of its host, once. Errors any call may answer: `host.badInput` (the input does not
 * match; a bug), `host.notOffered`, `host.unknownFile` (a token of an earlier start), `internal`. Calls that start a
 * job answer at once with its first snapshot, or with `job.busy`.
 */
export const calls = {
  'app.info': call<AppInfo>()(nothing),
  /** Remembered for the next start; errors and certificates are in it from now on. */
  'app.setLanguage': call<null>()(languageInput),

  /** Null when the user closed the dialog. */
  'files.pick': call<PickedFile | null>()(pickInput),
  /** Several databases, or a list of them; empty when the user closed the dialog. */
  'files.pickSeveral': call<PickedFile[]>()(nothing),
  /** Folders that may be browsed. */
  'files.roots': call<PickedFile[]>()(nothing),
  'files.list': call<FolderListing>()(folderInput),
  /** A file of a listing as one to work with. */
  'files.take': call<PickedFile>()(takeInput),
  /** The file that the program was opened with, once; null when there is none, or it was asked for already. */
  'files.handed': call<PickedFile | null>()(nothing),

  'sources.offered': call<OfferedSource[]>()(nothing),
  /** Errors: source.*. */
  'sources.look': call<SourceLook>()(sourceInput),

  /** A server that cannot be reached is a report, not an error. Errors: server.* of the managed one. */
  'target.test': call<TargetReport>()(targetTestInput),
  'target.hasPassword': call<boolean>()(serverLogin),
  'target.savePassword': call<null>()(savePasswordInput),
  'target.forgetPassword': call<null>()(serverLogin),

  'server.status': call<ManagedServer>()(nothing),
  'server.start': call<ManagedServer>()(nothing),
  'server.stop': call<ManagedServer>()(nothing),
  /** Whether the system starts it. Errors: server.service, server.noService. */
  'server.install': call<ManagedServer>()(nothing),
  'server.uninstall': call<ManagedServer>()(nothing),

  /** A job: measures the source. Afterwards `audit.current` has the view. */
  'audit.start': call<JobSnapshot>()(auditStartInput),
  /** The audit on the table, or null. */
  'audit.current': call<AuditView | null>()(nothing),
  /** Plans the measured source anew for other wishes: quick. Errors: audit.none, usage. */
  'audit.change': call<AuditView>()(wishes),
  /** The DDL of the plan on the table. */
  'audit.sql': call<string>()(nothing),
  /** By column, the types in which none of its values could be kept. Errors: audit.none. */
  'audit.unfitTypes': call<Record<string, string[]>>()(unfitTypesInput),

  'job.state': call<JobSnapshot | null>()(nothing),
  'job.migrate': call<JobSnapshot>()(migrateInput),
  /** Writes what psql alone can load. The job's `exported` says where it is. Errors: output.*. */
  'job.export': call<JobSnapshot>()(exportInput),
  'job.rehearse': call<JobSnapshot>()(rehearseInput),
  /** Goes on with any run that was interrupted. */
  'job.resume': call<JobSnapshot>()(runInput),
  'job.validate': call<JobSnapshot>()(validateInput),
  /** Drops what the run created. Show `runs.undoList` first. */
  'job.undo': call<JobSnapshot>()(runInput),
  /** Brings over what changed in the source. The job's `caughtUp` says what. */
  'job.sync': call<JobSnapshot>()(syncInput),
  /** Brings changes over again and again, until it is cancelled or going live begins. The job's `following` says how it stands. */
  'job.follow': call<JobSnapshot>()(syncInput),
  /** Goes live, or goes on with it; an application that still runs is waited for. A `follow` of the run ends first. Show `cutover.preview` first. */
  'job.cutover': call<JobSnapshot>()(cutoverInput),
  /** Looks at what going back would do; changes nothing. The job's `wayBack` says it. */
  'job.wayBack': call<JobSnapshot>()(runInput),
  /** Goes back to SQLite after going live. Show what `job.wayBack` found first. */
  'job.rollback': call<JobSnapshot>()(rollbackInput),
  /** Asks snapshot and target the same, and compares the times. Afterwards `tools.benchmark` has the result. */
  'job.benchmark': call<JobSnapshot>()(benchmarkInput),
  /** Writes sample data into a file of the workspace. */
  'job.sample': call<JobSnapshot>()(sampleInput),
  'job.pause': call<JobSnapshot>()(nothing),
  'job.continue': call<JobSnapshot>()(nothing),
  'job.cancel': call<JobSnapshot>()(nothing),
  /** Takes a job that has ended off the table. */
  'job.dismiss': call<null>()(nothing),

  /** A manifest of files that were picked together, in the workspace. */
  'fleet.of': call<PickedFile>()(fleetOfInput),
  /** The lists of the workspace, the newest first. */
  'fleet.list': call<FleetListed[]>()(nothing),
  /** Changes a list of our own. Errors: fleet.notOwn, fleet.there, job.busy. */
  'fleet.change': call<FleetView>()(fleetChangeInput),
  /** The file of a vehicle, to work with it alone. */
  'fleet.file': call<PickedFile>()(fleetFileInput),
  /** Forgets a list of our own of which nothing is in a target. Errors: fleet.notOwn, fleet.there, job.busy. */
  'fleet.discard': call<null>()(fleetInput),
  /** Where every vehicle of a manifest is; asks no server. Errors: fleet.*. */
  'fleet.look': call<FleetView>()(fleetLookInput),
  /** Asks the server on which node of Citus each vehicle is; null without Citus. Errors: fleet.*, target.*, server.*. */
  'fleet.placement': call<Placement | null>()(fleetPlacementInput),
  /** Moves, validates or undoes vehicles. Cancelled, the same call goes on. Errors: fleet.*, target.*, server.*. */
  'job.fleet': call<JobSnapshot>()(fleetJobInput),

  'runs.list': call<RunItem[]>()(nothing),
  'runs.get': call<RunDetail>()(oneRun),
  /** The last rehearsal of a file that came to its end, null without one; the wishes say whether it still holds. */
  'runs.rehearsed': call<LastRehearsal | null>()(rehearsedInput),
  'runs.exceptions': call<ExceptionPage>()(exceptionsInput),
  /** Null when there is none (any more) at that place. */
  'runs.exception': call<OpenException | null>()(exceptionInput),
  'runs.exceptionFacets': call<ExceptionFacets>()(facetsInput),
  /** Null when there is none yet. */
  'runs.certificate': call<RunCertificate | null>()(oneRun),
  /** What an undo would do, without doing it. */
  'runs.undoList': call<UndoList>()(runInput),
  'runs.reveal': call<null>()(oneRun),

  'cutover.view': call<CutoverView>()(oneRun),
  /** Ticks a check off, or takes the tick back. Errors: run.*. */
  'cutover.tick': call<Ticks>()(tickInput),
  /** .env files where AutoCore keeps them, also beside the run's source. */
  'cutover.offered': call<PickedFile[]>()(oneRun),
  /** What going live would do; does nothing of it. A `follow` of the run ends first. Errors: run.*, cutover.env*, target.*. */
  'cutover.preview': call<CutoverPreview>()(cutoverInput),

  /** Writes what a server and the application need. Errors: run.*, output.unwritable. */
  'tools.kit': call<WrittenKit>()(kitInput),
  /** The last benchmark of a run, or null. */
  'tools.benchmark': call<BenchmarkResult | null>()(oneRun),
  /** How the target is doing; changes nothing. Errors: run.*, target.*, server.*, backups.unreadable. */
  'tools.status': call<TargetStatus>()(statusInput),

  /** What support would get of a run; `exports.save` writes it. Errors: run.*. */
  'support.preview': call<SupportContents>()(oneRun),

  /** Null when the user closed the dialog. */
  'exports.save': call<Saved | null>()(saveInput),

  /** The newest lines, oldest first. */
  'log.tail': call<LogLine[]>()(tailInput),
} as const;

/** Everything the host tells by itself, at most ten times a second each. Closing the window during a job: the desktop asks by itself. */
export const events = {
  /** The whole job after every change; null when it was taken off the table. */
  job: event<JobSnapshot | null>(),
  /** The vehicles that are moved just now; null at the end. `fleet.look` has all of them. */
  fleet: event<FleetLive | null>(),
  /** Lines written since the last time; after a gap in their numbers `log.tail` has the others. */
  log: event<LogLine[]>(),
  /** A file was opened with the program: `files.handed` has it. */
  handed: event<null>(),
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
/** As a caller writes it. */
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>;
/** As a handler gets it. */
export type CallParsed<N extends CallName> = z.output<Calls[N]['input']>;
export type CallValue<N extends CallName> = ValueOf<Calls[N]>;

export type Events = typeof events;
export type EventName = keyof Events;
export type EventValue<N extends EventName> = ValueOf<Events[N]>;

export const callNames = Object.keys(calls) as CallName[];
export const eventNames = Object.keys(events) as EventName[];

/** The two verbs. `window.autocore` on the desktop; made of `fetch` and a WebSocket in a browser (contract/web.ts). */
export interface Bridge {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallValue<N>>>;
  /** Returns what ends the listening. */
  on<N extends EventName>(name: N, listener: (value: EventValue<N>) => void): () => void;
  /** Desktop only: turns a file that the user dragged into the window (a DOM `File`) into a token. */
  drop?(file: object): Promise<Result<PickedFile>>;
}

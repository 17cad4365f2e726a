import type { Bundle } from '../../shared/bundle/bundle.ts';
import type {
  AppInfo,
  AuditView,
  CutoverPreview,
  CutoverView,
  ExceptionFacets,
  ExceptionFilter,
  ExceptionPage,
  FleetListed,
  FleetLive,
  FleetView,
  FolderListing,
  HandCheck,
  JobSnapshot,
  LastRehearsal,
  LogLine,
  ManagedServer,
  OfferedSource,
  OpenException,
  PickedFile,
  RunCertificate,
  RunDetail,
  RunItem,
  SaveInput,
  SourceLook,
  TargetReport,
  UndoList,
  Wishes,
  WrittenKit,
} from '../../shared/contract.ts';
import type { ErrorData } from '../../shared/errors.ts';
import type { GuidePlace } from '../../shared/guide/pages.ts';
import type {
  BenchmarkResult,
  Each,
  SupportContents,
  TargetStatus,
  ValidationLevel,
} from '../../shared/model/index.ts';
import type { Connection } from '../client/client.ts';
import type { Field, FleetForm } from './fleet-list.ts';
import type { Speed } from './speed.ts';
import type { TargetForm } from './target-form.ts';

/*
 * The state of the whole wizard: what each part keeps and can do. The parts are made in the files of their names; all
 * of them see the whole through `Tools`, so their types stand here, below them.
 */

export const steps = ['start', 'connect', 'audit', 'migrate', 'validate', 'cutover'] as const;
export type NumberedStep = (typeof steps)[number];
/** `tools` comes after a run, `fleet` is about many: none of the steps of one. */
export type Step = NumberedStep | 'tools' | 'fleet';

/** Places of the wizard that wait and fail on their own. */
export type Slot =
  | 'session'
  | 'start'
  | 'source'
  | 'target'
  | 'certificates'
  | 'audit'
  | 'job'
  | 'run'
  | 'undo'
  | 'exceptions'
  | 'exception'
  | 'cutover'
  | 'preview'
  | 'server'
  | 'tools'
  | 'support'
  | 'bundle'
  | 'fleet'
  | 'nodes'
  | 'save';

export const toolsPages = ['kit', 'benchmark', 'status'] as const;
type ToolsPage = (typeof toolsPages)[number];

export interface SessionPart {
  connection: Connection;
  info: AppInfo | null;
  step: Step;
  busy: Partial<Record<Slot, boolean>>;
  problems: Partial<Record<Slot, ErrorData | null>>;
  /** Asks the host for everything that is going on. Returns what ends it. */
  open(): () => void;
  /** Keeps for a reload of the page what the host does not know. */
  keep(): void;
  goTo(step: Step): void;
  setLanguage(language: AppInfo['language']): void;
  dismissProblem(slot: Slot): void;
}

/** Browsing on the host's computer. */
export interface BrowsePart {
  /** Folders to begin in; null until asked for. */
  roots: PickedFile[] | null;
  /** The open folder; null at the roots. */
  listing: FolderListing | null;
  showAll: boolean;
  openRoots(): Promise<void>;
  browse(folder: string): Promise<void>;
  setShowAll(all: boolean): Promise<void>;
  take(file: string): Promise<void>;
}

export interface ConnectPart {
  /** Files that are probably meant; null until asked for. */
  offered: OfferedSource[] | null;
  look: SourceLook | null;
  target: TargetForm;
  ifNotEmpty: 'abort' | 'replace' | 'adopt';
  /** The system's keychain has the password of the server that is typed in. */
  passwordSaved: boolean;
  /** Of the target as it is now; null after every change. */
  report: TargetReport | null;
  loadOffered(): Promise<void>;
  /** Opens the system's dialog. */
  pick(): Promise<void>;
  drop(file: File): Promise<void>;
  /** Looks at the file of a token. */
  choose(token: string): Promise<void>;
  /** Begins with the file that the program was opened with; while something runs it waits with the host. */
  takeHanded(): Promise<void>;
  setTarget(patch: Partial<TargetForm>): void;
  setIfNotEmpty(value: ConnectPart['ifNotEmpty']): void;
  pickCertificates(): Promise<void>;
  /** Of a listing, where files are browsed for. */
  takeCertificates(file: string): Promise<void>;
  /** Asks the keychain whether it has the password of the server that is typed in. */
  lookForPassword(): Promise<void>;
  forgetPassword(): Promise<void>;
  /** True when the target can be used. */
  testTarget(): Promise<boolean>;
}

/** What is wished for otherwise, by what is wished for when it is this one's turn. */
type Patch = (wishes: Wishes) => Partial<Wishes>;

export interface AuditPart {
  /** The audit on the table. */
  view: AuditView | null;
  /** What is wished for while the plan for it is on its way: the page shows it at once. Null when nothing is. */
  waiting: Wishes | null;
  sql: string | null;
  /** By table and column, the types in which none of its values could be kept, where it was looked. */
  unfit: Record<string, Record<string, string[]>>;
  startAudit(): Promise<void>;
  /** Plans anew with another profile, other types or other decisions. */
  change(patch: Patch): Promise<void>;
  setType(column: string, type: string | null): Promise<void>;
  /** Decides findings, by their ids. */
  decide(options: Record<string, string>): Promise<void>;
  /** Takes decisions back, so that their findings have what is recommended again. */
  takeBack(ids: readonly string[]): Promise<void>;
  loadSql(): Promise<void>;
  /** Tries these types on the values of a table's columns, once for each table. */
  lookForUnfit(table: string, types: readonly string[]): Promise<void>;
}

export interface JobPart {
  job: JobSnapshot | null;
  /** Of the job, from its beginning on, as far as this page or the one before its reload has seen it. */
  speed: Speed | null;
  /** Newest last; at most `logLimit`. */
  log: LogLine[];
  seeJob(job: JobSnapshot | null): void;
  seeLog(lines: LogLine[]): void;
  /** Into the target, or into the folder that is chosen in its place. */
  migrate(): Promise<void>;
  rehearse(): Promise<void>;
  resume(run: string, password: string | null): Promise<void>;
  makeSample(rows: number, dirty: boolean): Promise<void>;
  pause(): Promise<void>;
  goOn(): Promise<void>;
  cancel(): Promise<void>;
  dismissJob(): Promise<void>;
}

export interface RunPart {
  /** The last rehearsal of the file that is audited; null where there is none. */
  rehearsed: LastRehearsal | null;
  loadRehearsed(): Promise<void>;
  /** Null until asked for. */
  runs: RunItem[] | null;
  /** The run that the last two steps are about. */
  run: RunDetail | null;
  certificate: RunCertificate | null;
  /** Of all exceptions of the run. */
  facets: ExceptionFacets | null;
  /** Where the last document went; null when there is nothing to tell. */
  saved: string | null;
  undoList: UndoList | null;
  loadRuns(): Promise<void>;
  openRun(run: string, step?: Step): Promise<void>;
  /** Reads a run again, or in place of the one that is shown; not while somebody opens another one. */
  refreshRun(run: string): Promise<void>;
  validate(level: ValidationLevel, password: string | null): Promise<void>;
  /** Compares an exported run with the server that is typed in: there its files were run. */
  validateThere(): Promise<void>;
  loadUndoList(run: string, password: string | null): Promise<void>;
  undo(run: string, password: string | null): Promise<void>;
  /** One page of the exceptions; null when it cannot be had. */
  exceptionPage(filter: ExceptionFilter, offset: number): Promise<ExceptionPage | null>;
  /** What there is to filter by within a filter; null when it cannot be had. */
  exceptionFacets(filter: ExceptionFilter): Promise<ExceptionFacets | null>;
  /** One of them by its place in the filter; null when it cannot be had. */
  openException(filter: ExceptionFilter, index: number): Promise<OpenException | null>;
  save(what: SaveInput): Promise<void>;
  /** The certificate to the browser's own dialog, which also makes PDF files. */
  print(run: string, language: 'pt-BR' | 'en', installer: string): Promise<void>;
  reveal(): Promise<void>;
}

/** Going live and coming back: the wizard's last step. */
export interface CutoverPart {
  /** Of the run that is shown; null until asked for. */
  cutover: CutoverView | null;
  /** Which of the screens of a phase; others follow from the phase alone. */
  cutoverPage: 'prepare' | 'connection' | 'back';
  /** .env files to choose from: found or picked. */
  envFiles: (PickedFile & { chosen: boolean })[];
  /** The application's own login; null: as its files or the run say. */
  application: { user: string; password: string } | null;
  /** Of the choice as it is now; null after every change. */
  preview: CutoverPreview | null;
  /** Of the target of the run that is open, where nobody remembers it; empty again with another run. */
  serverPassword: string;
  /** Leads to the last step of a run. */
  openCutover(run: string, page?: CutoverPart['cutoverPage']): Promise<void>;
  loadCutover(run: string): Promise<void>;
  /** Ticks a check off, or takes the tick back. */
  tick(check: HandCheck, done: boolean): Promise<void>;
  showCutoverPage(page: CutoverPart['cutoverPage']): void;
  chooseEnv(token: string, chosen: boolean): void;
  pickEnv(): Promise<void>;
  takeEnv(token: string): Promise<void>;
  setApplication(login: CutoverPart['application']): void;
  setServerPassword(password: string): void;
  loadPreview(): Promise<void>;
  sync(decided?: { sameSource?: true; full?: true }): Promise<void>;
  /** Brings changes over again and again. */
  follow(): Promise<void>;
  goLive(): Promise<void>;
  /** Opens the page of the way back, and looks at what it would do. */
  lookBack(): Promise<void>;
  goBack(snapshotOnly: boolean): Promise<void>;
}

export interface ServerPart {
  /** The managed server as it was last seen; null before. */
  localServer: ManagedServer | null;
  loadServer(): Promise<void>;
  startServer(): Promise<void>;
  /** Has the system start it, or no longer. */
  startWithSystem(wanted: boolean): Promise<void>;
}

/** What comes after the migration: kit, benchmark and status of the run that is open. */
export interface ToolsPart {
  toolsPage: ToolsPage;
  /** What was written last; null before. */
  kit: WrittenKit | null;
  /** The run's last one; null without one. */
  benchmark: BenchmarkResult | null;
  status: TargetStatus | null;
  /** Folder of copies that the status looks into. */
  backups: PickedFile | null;
  openTools(run: string, page?: ToolsPage): Promise<void>;
  showToolsPage(page: ToolsPage): void;
  /** Opens the system's dialog; null when the user closed it. */
  pickFolder(): Promise<PickedFile | null>;
  writeKit(folder: PickedFile): Promise<void>;
  loadBenchmark(run: string): Promise<void>;
  startBenchmark(apply: boolean): Promise<void>;
  loadStatus(): Promise<void>;
  setBackups(folder: PickedFile): Promise<void>;
}

/** What support would get of a run. */
export interface SupportPart {
  /** Null until it is known. */
  support: SupportContents | null;
  /** Where it was written; null before. */
  supportSaved: string | null;
  previewSupport(run: string): Promise<void>;
  saveSupport(run: string, language: 'pt-BR' | 'en'): Promise<void>;
}

/** A support bundle that somebody sent, whose screens are shown in place of one's own. */
export interface BundlePart {
  /** The one that is open; null while none is. */
  bundle: Bundle | null;
  /** How many were opened, by which one is told from the next: a changed copy can have the name and the time of the first. */
  opened: number;
  /** True for the screens of a bundle: they can be looked at, and nothing can be done in them. */
  readOnly: boolean;
  /** In place of the one that is open, if it can be read. */
  openBundle(file: File): Promise<void>;
  closeBundle(): void;
  /** Closes one that cannot be drawn, and says so. */
  refuseBundle(bundle: Bundle): void;
}

/** The guide, which lies over the page that is open. */
export interface GuidePart {
  /** Where somebody has been in it, the last one is shown; null while it is closed. */
  guide: GuidePlace[] | null;
  /** Opens it where a short code is explained, or at its beginning. */
  openGuide(short?: string | null): void;
  followGuide(place: GuidePlace): void;
  stepBackInGuide(): void;
  closeGuide(): void;
}

/** Many vehicles: their list, what is decided for all of them, and what is done with them. */
export interface FleetPart {
  /** The list that is open; null before one is. */
  fleet: FleetView | null;
  /** The vehicles of it that are moved just now. */
  fleetLive: FleetLive | null;
  fleetForm: FleetForm;
  /** Of the server where the fleet is, where nobody remembers it. */
  fleetPassword: string;
  /** The server was asked for nodes of Citus, and has none. */
  unplaced: boolean;
  /** Lists of the workspace; null until asked for. */
  fleets: FleetListed[] | null;
  loadFleets(): Promise<void>;
  /** Opens the system's dialog. */
  pickSeveral(): Promise<void>;
  /** One file is what it is without this; several become a list. */
  dropFiles(files: readonly File[]): Promise<void>;
  openFiles(files: readonly PickedFile[]): Promise<void>;
  /** @param step where it is shown; null: where the page is. */
  openFleet(manifest: string, step?: 'fleet' | null): Promise<void>;
  lookAtFleet(): Promise<void>;
  /** What each vehicle is to get: the list names schemas or databases. */
  chooseEach(each: Each): Promise<void>;
  /** Asks the server on which node of Citus each vehicle is. */
  lookForNodes(): Promise<void>;
  seeFleetLive(live: FleetLive | null): void;
  /** Of a vehicle, by its file. True when it was taken. */
  changeVehicle(file: string, patch: Partial<Record<Field, string>>): Promise<boolean>;
  removeVehicle(file: string): Promise<void>;
  setFleetForm(patch: Partial<FleetForm>): void;
  setFleetPassword(password: string): void;
  pickPlaybook(): Promise<void>;
  takePlaybook(file: string): Promise<void>;
  /** Moves all that are left. */
  moveFleet(): Promise<void>;
  moveVehicle(vehicle: string, decisions?: Record<string, string>): Promise<void>;
  answerForAll(decisions: Record<string, string>): Promise<void>;
  /** Brings over what changed in files, and moves all that are left. */
  syncFleet(): Promise<void>;
  /** One vehicle, or all of them. */
  undoFleet(vehicle: string | null): Promise<void>;
  /** Takes the file of a vehicle to the usual steps. */
  auditVehicle(file: string): Promise<void>;
  /** What was decided in the audit on the table holds for all. */
  takeAudit(): void;
  discardFleet(): Promise<void>;
}

export type Wizard = SessionPart &
  BrowsePart &
  ConnectPart &
  AuditPart &
  JobPart &
  RunPart &
  CutoverPart &
  ServerPart &
  ToolsPart &
  SupportPart &
  BundlePart &
  GuidePart &
  FleetPart;

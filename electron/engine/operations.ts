import type { SourceLook } from '../../shared/contract.ts';
import type {
  Audit,
  BenchmarkResult,
  FleetReport,
  Placement,
  TargetStatus,
} from '../../shared/model/index.ts';
import type { AdoptQueryInput } from './commands/adopt-query.ts';
import type { AuditReportInput } from './commands/audit.ts';
import type { BeginAuditInput, ChangeAuditInput, PlannedAudit } from './commands/audit-session.ts';
import type { BenchmarkInput } from './commands/benchmark.ts';
import type { CertificateCheck, CertificateInput } from './commands/certificate.ts';
import type { CutoverInput } from './commands/cutover.ts';
import type { ExceptionsCsvInput } from './commands/exceptions.ts';
import type { ExportInput, ExportResult } from './commands/export.ts';
import type { FleetBeginInput, FleetBegun } from './commands/fleet-begin.ts';
import type { FleetChangeInput } from './commands/fleet-change.ts';
import type { FleetEndInput, FleetLeaveInput } from './commands/fleet-end.ts';
import type { FleetLookInput } from './commands/fleet-look.ts';
import type { FleetProposed, FleetProposeInput } from './commands/fleet-propose.ts';
import type { FleetVehicleInput } from './commands/fleet-vehicle.ts';
import type { FollowResult } from './commands/follow.ts';
import type { CutoverResult } from './commands/go-live.ts';
import type { Kit, KitInput } from './commands/kit.ts';
import type { LookInput } from './commands/look.ts';
import type { MigrateInput } from './commands/migrate.ts';
import type { PlannedSource, PlanSourceInput } from './commands/plan.ts';
import type { RehearsalResult, RehearseInput } from './commands/rehearse.ts';
import type { ResumeInput } from './commands/resume.ts';
import type { RollbackInput, RollbackResult } from './commands/rollback.ts';
import type { RunResult } from './commands/run-result.ts';
import { withFiles } from './commands/run-result.ts';
import type { ToldRun } from './commands/runs.ts';
import type { ServerInput } from './commands/server.ts';
import type { StatusInput } from './commands/status.ts';
import type { SupportBundle, SupportBundleInput } from './commands/support-bundle.ts';
import type { SyncInput } from './commands/sync.ts';
import type { TargetTest, TestTargetInput } from './commands/test-target.ts';
import type { UnfitTypesInput } from './commands/unfit-types.ts';
import type { ValidateInput } from './commands/validate.ts';
import type { EngineContext } from './context.ts';
import type { SampleInput, SampleResult } from './sample/write.ts';
import type { ServerStatus } from './server/status.ts';
import type { SyncResult } from './stages/catch-up.ts';

/**
 * Everything a host may ask of the engine. Inputs and results are plain data: they cross a thread as structured clones.
 * Each operation loads its own part of the engine, so that the small ones start fast.
 */
export const operations = {
  /** Says what a file is, in seconds. Errors: source.*. */
  async look(input: LookInput, ctx: EngineContext): Promise<Omit<SourceLook, 'file'>> {
    return (await import('./commands/look.ts')).lookAtSource(input, ctx);
  },

  /** Tries a target without writing. Errors: server.*, target.badUrl, interrupted. */
  async testTarget(input: TestTargetInput, ctx: EngineContext): Promise<TargetTest> {
    return (await import('./commands/test-target.ts')).testTarget(input, ctx);
  },

  /** Audits a source and keeps what was measured for `changeAudit`. Errors: source.*, workspace.*, usage, interrupted. */
  async beginAudit(input: BeginAuditInput, ctx: EngineContext): Promise<PlannedAudit> {
    return (await import('./commands/audit-session.ts')).beginAudit(input, ctx);
  },

  /** Plans the kept audit for other wishes. Errors: audit.none, usage, interrupted. */
  async changeAudit(input: ChangeAuditInput, ctx: EngineContext): Promise<PlannedAudit> {
    return (await import('./commands/audit-session.ts')).changeAudit(input, ctx);
  },

  /** Types that no value of a column of the kept audit fits. Errors: audit.none, usage. */
  async unfitTypes(input: UnfitTypesInput, _ctx: EngineContext): Promise<Record<string, string[]>> {
    return (await import('./commands/unfit-types.ts')).findUnfitTypes(input);
  },

  /** Migrates into a server that is thrown away. Errors: as `migrate`; never resumable. */
  async rehearse(input: RehearseInput, ctx: EngineContext): Promise<RehearsalResult> {
    const { state, prediction } = await (await import('./commands/rehearse.ts')).rehearse(input, ctx);
    return { ...withFiles(input.workspace, state), prediction };
  },

  /** Audits a source; nothing is left behind. Errors: source.*, workspace.*, interrupted. */
  async audit(input: AuditReportInput, ctx: EngineContext): Promise<Audit> {
    return (await import('./commands/audit.ts')).auditSource(input, ctx);
  },

  /** Plans a source; nothing is left behind. Errors: source.*, workspace.*, usage {reason}, interrupted. */
  async plan(input: PlanSourceInput, ctx: EngineContext): Promise<PlannedSource> {
    return (await import('./commands/plan.ts')).planSource(input, ctx);
  },

  /** Migrates a source. Errors: source.*, workspace.*, plan.*, decisions.missing, target.*, server.*, interrupted. */
  async migrate(input: MigrateInput, ctx: EngineContext): Promise<RunResult> {
    return withFiles(input.workspace, await (await import('./commands/migrate.ts')).migrate(input, ctx));
  },

  /** Writes what psql alone needs on a server that cannot be reached. Errors: as `plan`, decisions.missing, output.*. */
  async export(input: ExportInput, ctx: EngineContext): Promise<ExportResult> {
    const { state, ...made } = await (await import('./commands/export.ts')).exportSource(input, ctx);
    return { ...withFiles(input.workspace, state), out: made.out, exported: made.files };
  },

  /** Writes the query that shows an application's tables to an export. Errors: output.unwritable. */
  async adoptQuery(input: AdoptQueryInput, _ctx: EngineContext): Promise<{ path: string }> {
    return (await import('./commands/adopt-query.ts')).writeAdoptQuery(input);
  },

  /** Gets a fleet ready and asks the server for its room. Errors: fleet.*, plan.unreadable, target.*, server.*. */
  async fleetBegin(input: FleetBeginInput, ctx: EngineContext): Promise<FleetBegun> {
    return (await import('./commands/fleet-begin.ts')).beginFleet(input, ctx);
  },

  /** Where every vehicle of a manifest is. Errors: fleet.manifest, fleet.noManifest, fleet.damaged, fleet.otherEach. */
  async fleetLook(input: FleetLookInput, _ctx: EngineContext): Promise<FleetReport> {
    return (await import('./commands/fleet-look.ts')).lookAtFleet(input);
  },

  /** Asks the server where Citus has a fleet's vehicles. Errors: those of fleetLook, target.*, server.*. */
  async fleetPlacement(
    input: FleetLookInput & { target: string | null },
    ctx: EngineContext,
  ): Promise<Placement | null> {
    return (await import('./commands/fleet-end.ts')).placeFleet(input, ctx);
  },

  /** Does one thing with one vehicle of a fleet. Errors: as migrate, resume, sync, validate, rollback. */
  async fleetVehicle(input: FleetVehicleInput, ctx: EngineContext): Promise<{ run: string }> {
    return (await import('./commands/fleet-vehicle.ts')).doVehicle(input, ctx);
  },

  /** Takes vehicles out of the views over all of them. Errors: target.*, server.*. */
  async fleetLeave(input: FleetLeaveInput, ctx: EngineContext): Promise<void> {
    return (await import('./commands/fleet-end.ts')).leaveFleet(input, ctx);
  },

  /** Notes what became of a fleet's vehicles, and brings views and summary up to date. Errors: fleet.*, and those of the disk. */
  async fleetEnd(input: FleetEndInput, ctx: EngineContext): Promise<FleetReport> {
    return (await import('./commands/fleet-end.ts')).endFleet(input, ctx);
  },

  /** Writes a manifest anew with other names. Errors: fleet.there, fleet.manifest, output.unwritable. */
  async fleetChange(input: FleetChangeInput, _ctx: EngineContext): Promise<void> {
    return (await import('./commands/fleet-change.ts')).changeManifest(input);
  },

  /** Writes a manifest of a folder's files. Errors: output.exists, output.unwritable, fleet.noFiles, fleet.noManifest. */
  async fleetPropose(input: FleetProposeInput, _ctx: EngineContext): Promise<FleetProposed> {
    return (await import('./commands/fleet-propose.ts')).proposeManifest(input);
  },

  /** Goes on with a run. Errors: run.*, target.*, server.*, interrupted. */
  async resume(input: ResumeInput, ctx: EngineContext): Promise<RunResult> {
    return withFiles(input.workspace, await (await import('./commands/resume.ts')).resume(input, ctx));
  },

  /** Compares a run's snapshot with its target again. Errors: run.*, cutover.done, target.*, server.*, interrupted. */
  async validate(input: ValidateInput, ctx: EngineContext): Promise<RunResult> {
    return withFiles(input.workspace, await (await import('./commands/validate.ts')).validateRun(input, ctx));
  },

  /** Brings over what changed in the source. Errors: run.*, source.*, sync.schemaChanged, target.*, interrupted. */
  async sync(input: SyncInput, ctx: EngineContext): Promise<SyncResult> {
    return (await import('./commands/sync.ts')).syncRun(input, ctx);
  },

  /** Does so again and again until it is stopped. Errors: as sync, interrupted before it had caught up once. */
  async follow(input: SyncInput, ctx: EngineContext): Promise<FollowResult> {
    return (await import('./commands/follow.ts')).followRun(input, ctx);
  },

  /** Goes live, or shows what that would be. Errors: run.*, source.*, cutover.*, validation.differences, target.*. */
  async cutover(input: CutoverInput, ctx: EngineContext): Promise<CutoverResult> {
    return (await import('./commands/cutover.ts')).cutoverRun(input, ctx);
  },

  /** Undoes a run, or goes back to SQLite with what was written since. Errors: run.*, restore.*, target.*, server.*. */
  async rollback(input: RollbackInput, ctx: EngineContext): Promise<RollbackResult> {
    return (await import('./commands/rollback.ts')).rollbackRun(input, ctx);
  },

  /** Writes a run's certificate to a file. Errors: run.*, output.unwritable. */
  async certificate(input: CertificateInput, ctx: EngineContext): Promise<{ path: string }> {
    return (await import('./commands/certificate.ts')).writeCertificate(input, ctx);
  },

  /** Writes exceptions of a run for a spreadsheet. Errors: run.*, output.unwritable, interrupted. */
  async exceptionsCsv(input: ExceptionsCsvInput, ctx: EngineContext): Promise<{ path: string }> {
    return (await import('./commands/exceptions.ts')).writeExceptionsCsv(input, ctx);
  },

  /** Looks whether a certificate in JSON is as it was written. Errors: certificate.unreadable. */
  async checkCertificate(input: { path: string }, _ctx: EngineContext): Promise<CertificateCheck> {
    return (await import('./commands/certificate.ts')).checkCertificate(input);
  },

  /** Asks snapshot and target the same and compares the times. Errors: run.*, target.*, server.*, interrupted. */
  async benchmark(input: BenchmarkInput, ctx: EngineContext): Promise<BenchmarkResult> {
    return (await import('./commands/benchmark.ts')).benchmarkRun(input, ctx);
  },

  /** How a run's target is doing. Errors: run.*, target.*, server.*, backups.unreadable. */
  async status(input: StatusInput, ctx: EngineContext): Promise<TargetStatus> {
    return (await import('./commands/status.ts')).targetStatus(input, ctx);
  },

  /** Writes what server and application need. Errors: run.*, plan.unreadable, output.unwritable. */
  async kit(input: KitInput, ctx: EngineContext): Promise<Kit> {
    return (await import('./commands/kit.ts')).writeKit(input, ctx);
  },

  /** Writes what support needs to understand a run, or tells what would be in it. Errors: run.*, output.unwritable. */
  async supportBundle(input: SupportBundleInput, ctx: EngineContext): Promise<SupportBundle> {
    return (await import('./commands/support-bundle.ts')).writeSupportBundle(input, ctx);
  },

  /** All runs of the workspace, the newest first; one that cannot be read comes with the reason. */
  async runs(input: { workspace: string }): Promise<ToldRun[]> {
    return (await import('./commands/runs.ts')).listRuns(input);
  },

  /** Starts, stops or looks at the managed server. Errors: server.binaries, server.start, server.upgrade, server.runtime, server.unknown, server.credentials. */
  async server(input: ServerInput, ctx: EngineContext): Promise<ServerStatus> {
    return (await import('./commands/server.ts')).server(input, ctx);
  },

  /** Writes an AutoCore-shaped database. Errors: output.exists, output.unwritable, interrupted. */
  async sample(input: Omit<SampleInput, 'signal' | 'onRows'>, ctx: EngineContext): Promise<SampleResult> {
    return (await import('./commands/sample.ts')).sample(input, ctx);
  },
};

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type OperationInput<N extends OperationName> = Parameters<Operations[N]>[0];
export type OperationResult<N extends OperationName> = Awaited<ReturnType<Operations[N]>>;

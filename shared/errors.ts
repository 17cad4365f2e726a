/**
 * Every error a person can meet, by code. The code chooses the exit code of the command line and the texts
 * `errors.<code>.message` and `errors.<code>.hint` in shared/messages.
 */
export const exitCodes = {
  internal: 1,
  usage: 2,
  'source.missing': 2,
  'source.folder': 2,
  'source.empty': 2,
  'source.notSqlite': 2,
  'source.encrypted': 2,
  'source.corrupt': 2,
  'source.refused': 2,
  'source.tooWide': 2,
  'source.unreadable': 2,
  'source.busy': 2,
  'source.walUnreadable': 2,
  'workspace.noSpace': 2,
  'workspace.full': 2,
  'workspace.unwritable': 2,
  'application.missing': 2,
  'application.noPython': 2,
  'application.unreadable': 2,
  'plan.unreadable': 2,
  'plan.adopts': 2,
  'run.unknown': 2,
  'run.damaged': 2,
  'run.changed': 2,
  'run.incomplete': 2,
  'run.otherVersion': 2,
  'run.busy': 2,
  'run.otherPlan': 2,
  'run.targetChanged': 2,
  'run.moved': 2,
  'run.notResumable': 2,
  'run.notUndoable': 2,
  'run.notLoaded': 2,
  'run.liveLost': 2,
  'run.otherServer': 3,
  'run.notThere': 2,
  'run.exported': 2,
  'run.notRunThere': 2,
  'run.noTarget': 2,
  'run.noCertificate': 2,
  'certificate.unreadable': 2,
  'certificate.changed': 4,
  'backups.unreadable': 2,
  'run.noSnapshot': 2,
  'run.notAutocore': 2,
  'output.unwritable': 2,
  'output.exists': 2,
  'output.notEmpty': 2,
  'output.busy': 2,
  'fleet.manifest': 2,
  'fleet.noManifest': 2,
  'fleet.noFiles': 2,
  'fleet.row': 2,
  'fleet.otherSchema': 2,
  'fleet.otherEach': 2,
  'fleet.otherTarget': 2,
  'fleet.needsTarget': 2,
  'fleet.noVehicle': 2,
  'fleet.notOwn': 2,
  'fleet.there': 2,
  'fleet.mixed': 2,
  'fleet.outside': 2,
  'fleet.damaged': 2,
  'fleet.busy': 2,
  'fleet.unconfirmed': 3,
  'decisions.missing': 3,
  'confirmation.missing': 3,
  'sync.schemaChanged': 3,
  'sync.rehearsal': 2,
  'cutover.unconfirmed': 3,
  'cutover.sourceInUse': 3,
  'cutover.done': 2,
  'cutover.sourceChanged': 3,
  'cutover.standby': 5,
  'cutover.firstAnswers': 3,
  'cutover.otherCopy': 3,
  'cutover.envUnusable': 2,
  'cutover.envEncoding': 2,
  'cutover.envValue': 2,
  'cutover.envMisread': 2,
  'cutover.smokeTest': 5,
  'restore.unconfirmed': 3,
  'restore.sourceInUse': 3,
  'restore.targetInUse': 3,
  'restore.envUnusable': 2,
  'restore.envPending': 2,
  'restore.bothWritten': 4,
  'restore.writtenSince': 4,
  'restore.noServer': 5,
  'restore.unchecked': 5,
  'restore.otherWay': 2,
  'restore.conflict': 4,
  'restore.missing': 4,
  'restore.notBrought': 4,
  'restore.differences': 4,
  'target.notEmpty': 3,
  'target.live': 3,
  'adopt.nothing': 3,
  'adopt.tied': 3,
  'adopt.referenced': 3,
  'adopt.alterRefused': 3,
  'adopt.changed': 5,
  'adopt.unreadable': 2,
  'adopt.notEmpty': 3,
  'adopt.closed': 3,
  'source.otherDatabase': 3,
  'run.targetBehind': 3,
  'validation.differences': 4,
  'target.unreachable': 5,
  'target.timeout': 5,
  'target.auth': 5,
  'target.noDatabase': 5,
  'target.tls': 5,
  'target.noRights': 5,
  'target.encoding': 5,
  'target.readOnly': 5,
  'target.tooOld': 5,
  'target.badUrl': 5,
  'target.unsupported': 5,
  'target.weakLogin': 5,
  'target.sessionAttrs': 5,
  'target.pooler': 5,
  'target.protocol': 5,
  'target.noSpace': 5,
  'target.tooManyConnections': 5,
  'target.busy': 5,
  'target.noLocks': 5,
  'target.noExtension': 5,
  'target.noTimescale': 5,
  'target.faulty': 5,
  'target.foreignJournal': 5,
  'citus.worker': 5,
  'citus.node': 5,
  'citus.adopted': 5,
  'server.binaries': 5,
  'server.start': 5,
  'server.upgrade': 5,
  'server.runtime': 5,
  'server.unknown': 5,
  'server.credentials': 5,
  'server.networkFolder': 5,
  'server.service': 5,
  'server.noService': 5,
  'target.lost': 6,
  interrupted: 6,
  'host.badInput': 1,
  'host.notOffered': 1,
  'host.unknownFile': 2,
  'host.noSession': 2,
  'host.noKeychain': 2,
  'host.port': 2,
  'host.noPages': 2,
  'host.noBrowser': 2,
  'host.silent': 2,
  'path.byHand': 2,
  'path.refused': 2,
  'job.busy': 2,
  'job.none': 2,
  'audit.none': 2,
  'guide.unknown': 2,
  'bundle.notOne': 2,
  'bundle.damaged': 2,
  'bundle.older': 2,
  'bundle.newer': 2,
  'bundle.tooLarge': 2,
} as const;

export type ErrorCode = keyof typeof exitCodes;

/** Values for the placeholders of an error's texts. Never a secret: these are logged and shown. */
export type ErrorParams = Record<string, string | number>;

/** An error as it crosses a boundary: data, in the user's language. */
export interface ErrorData {
  code: ErrorCode;
  message: string;
  hint: string;
  details: ErrorParams;
}

/** An expected failure. The texts are made by the host from `code` and `params`, in the user's language. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(`${code} ${JSON.stringify(params)}`, options);
    this.name = 'AppError';
    this.code = code;
    this.params = params;
  }
}

/** The exit code of the command line for any thrown value. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof AppError)) return 1;
  return isResumable(error) ? exitCodes.interrupted : exitCodes[error.code];
}

/**
 * True when what stopped a run lies outside of it, so that it can go on once that is put right: it names the run. What
 * waits for a decision is no such thing.
 */
export function isResumable({ code, params }: AppError): boolean {
  if (exitCodes[code] === exitCodes['decisions.missing']) return false;
  return params.run !== undefined && /^(interrupted$|(target|server|workspace|source)\.)/.test(code);
}

import type { AuditView, FleetItem, FleetView, JobSnapshot, PickedFile } from '../../shared/contract.ts';
import type { ErrorData } from '../../shared/errors.ts';
import type { Each } from '../../shared/model/index.ts';

/*
 * What a list of vehicles says, from data alone.
 */

/** What is decided once for all vehicles, and how they are moved. Never a password. */
export interface FleetForm {
  /** What each vehicle gets on a server; the local PostgreSQL has schemas alone. */
  each: Each;
  /** `ask`: nothing; `recommended`: what loses nothing; `audited`: as the audit on the table; `plan`: as a saved plan. */
  decide: 'ask' | 'recommended' | 'audited' | 'plan';
  playbook: PickedFile | null;
  /** Answers that were given for all: option by finding. */
  decisions: Record<string, string>;
  /** Vehicles at a time; empty: what there is room for. */
  jobs: number | '';
}

export const emptyFleetForm: FleetForm = {
  each: 'schema',
  decide: 'ask',
  playbook: null,
  decisions: {},
  jobs: '',
};

/** The job that is about the list that is open; null where there is none. */
export function jobOf(state: { fleet: FleetView | null; job: JobSnapshot | null }): JobSnapshot | null {
  const { fleet, job } = state;
  return fleet !== null && job?.manifest?.token === fleet.manifest.token ? job : null;
}

/** True for a vehicle of which something is in the target, or may be: its name and schema stand. */
export function isInTarget({ run, status }: Pick<FleetItem, 'run' | 'status'>): boolean {
  return run !== null && status !== 'undone';
}

/** True for a vehicle that is through. */
export function isThrough({ status }: Pick<FleetItem, 'status'>): boolean {
  return status === 'done' || status === 'live' || status === 'changed';
}

/** True for a line that its owner has to put right first. */
export function isWrong({ error }: Pick<FleetItem, 'error'>): boolean {
  return error?.code === 'fleet.row' || error?.code === 'fleet.otherSchema';
}

/** True for a vehicle that waits for somebody: a decision, a reason to look at, a line to put right. */
export function waitsForSomebody(item: FleetItem): boolean {
  return (
    ['question', 'failed', 'differences', 'changed'].includes(item.status) ||
    item.refused !== null ||
    isMissing(item)
  );
}

/** True for a vehicle that is yet to be moved and has no file. */
export function isMissing({ bytes, status, file }: FleetItem): boolean {
  return bytes === null && file !== '' && (status === 'waiting' || status === 'undone');
}

/** True for a vehicle that the next turn moves, or goes on with. */
export function isNext(item: FleetItem): boolean {
  return !isWrong(item) && ['waiting', 'question', 'failed', 'interrupted', 'undone'].includes(item.status);
}

/** True where nothing was done with any vehicle: there is a preview to show, and no result. */
export function isFresh({ vehicles }: Pick<FleetView, 'vehicles'>): boolean {
  return vehicles.every((item) => item.run === null && (item.status === 'waiting' || isWrong(item)));
}

/** True where the place of the fleet is settled: something of it is there. */
export function isSettled({ vehicles, gone }: Pick<FleetView, 'vehicles' | 'gone'>): boolean {
  return gone.length > 0 || vehicles.some(isInTarget);
}

/** What each vehicle of a list is to get, by what stands on the page; null where it is settled. */
export function eachOf(state: {
  fleet: Pick<FleetView, 'begun'> | null;
  fleetForm: Pick<FleetForm, 'each'>;
  target: { kind: string };
}): Each | null {
  if (state.fleet?.begun) return null;
  return state.target.kind === 'server' ? state.fleetForm.each : 'schema';
}

export type Field = 'vehicle' | 'plate' | 'schema';

/** Where an error of a line belongs; null for one of no field. */
export function fieldOf(error: ErrorData | null): Field | null {
  if (error?.code === 'fleet.otherSchema') return 'schema';
  if (error?.code !== 'fleet.row') return null;
  switch (error.details.fault) {
    case 'twiceVehicle':
      return 'vehicle';
    case 'twiceSchema':
    case 'long':
    case 'reserved':
    case 'letters':
      return 'schema';
    default:
      return null;
  }
}

/** What the fault of a line names: the other line by its file, else what is wrong itself. */
export function otherOf(error: ErrorData, vehicles: readonly Pick<FleetItem, 'line' | 'file'>[]): string {
  const { fault, other } = error.details;
  if (!String(fault).startsWith('twice')) return String(other ?? '');
  return vehicles.find(({ line }) => line === Number(other))?.file ?? String(other);
}

/** The findings that vehicles ask for, with how many ask the same. */
export function askedBy(vehicles: readonly FleetItem[]): Map<string, number> {
  const asked = new Map<string, number>();
  for (const { questions } of vehicles)
    for (const { finding } of questions) asked.set(finding, (asked.get(finding) ?? 0) + 1);
  return asked;
}

/** What an audit decided, for vehicles with the same doubts. */
function decisionsOf({ audit, choices }: Pick<AuditView, 'audit' | 'choices'>): Record<string, string> {
  const taken = audit.findings.flatMap(({ id, decision, options }) =>
    decision !== null && options.length > 0 ? [[id, decision] as const] : [],
  );
  return { ...choices.decisions, ...Object.fromEntries(taken) };
}

/** What a job is asked for by what stands on the page. */
export function wishesFor(form: FleetForm, view: AuditView | null) {
  const audited = form.decide === 'audited' && view ? decisionsOf(view) : {};
  return {
    acceptDefaults: form.decide === 'recommended',
    playbook: form.decide === 'plan' ? (form.playbook?.token ?? null) : null,
    // What was answered last wins.
    decisions: { ...audited, ...form.decisions },
    jobs: form.jobs === '' ? null : form.jobs,
  };
}

/** How many vehicles are where. */
export function talliesOf(vehicles: readonly FleetItem[]) {
  const count = (fits: (item: FleetItem) => boolean): number => vehicles.filter(fits).length;
  const at = (...statuses: FleetItem['status'][]) => count(({ status }) => statuses.includes(status));
  const kept = vehicles.reduce((sum, item) => sum + (isThrough(item) ? keptOf(item) : 0), 0);
  return {
    through: count(isThrough),
    asks: at('question'),
    failed: count((item) => item.status === 'failed' && !isWrong(item)),
    wrong: count(isWrong),
    differ: at('differences'),
    changed: at('changed'),
    undone: at('undone'),
    waits: at('waiting', 'interrupted', 'running'),
    kept,
  };
}

/** Values and rows of a vehicle that are kept with their original. */
export function keptOf({ rows }: Pick<FleetItem, 'rows'>): number {
  return rows === null ? 0 : rows.repaired + rows.nulled + rows.quarantined;
}

/** The vehicles as they are now, each the same object as before where nothing of it changed: only news is drawn anew. */
export function withNews(before: readonly FleetItem[], now: readonly FleetItem[]): FleetItem[] {
  const known = new Map(before.map((item) => [item.line, item]));
  return now.map((item) => {
    const old = known.get(item.line);
    return old !== undefined && JSON.stringify(old) === JSON.stringify(item) ? old : item;
  });
}

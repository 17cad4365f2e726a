import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Audit, Choices, Plan, Profile } from '../../../shared/model/index.ts';
import { auditOf } from '../audit/audit.ts';
import { registerFunctions } from '../audit/look.ts';
import type { EngineContext } from '../context.ts';
import type { TextEncoding } from '../convert/values.ts';
import { buildPlan } from '../plan/build.ts';
import { planSql } from '../plan/ddl.ts';
import { type AuditFiles, auditFiles, endAudit, type KeptAudit } from '../run/audit-folder.ts';
import { readMeasures, writeKept, writeMeasures } from '../run/kept-audit.ts';
import { introspect } from '../source/introspect.ts';
import { openSource } from '../source/open.ts';
import { recognise } from '../source/recognise.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { type AdoptFrom, withAdoption } from '../stages/adopt/look.ts';
import { type Adoption, adoptedPlan, auditStage } from '../stages/audit.ts';
import { snapshotOf } from '../stages/snapshot.ts';
import { writeAtomic } from '../system/atomic.ts';
import { readIfThere } from '../system/files.ts';

export interface Wishes {
  profile: Profile;
  extras: boolean;
  choices: Choices;
  /** The server that was tried can make hypertables: then they are offered. */
  hypertables?: boolean | undefined;
}

export interface BeginAuditInput extends Wishes, KeptAudit {
  source: string;
  /** Held against tables that the application made there; else against those that a run would make. */
  adopt?: AdoptFrom | null;
}

export interface ChangeAuditInput extends Wishes, KeptAudit {}

export interface PlannedAudit {
  audit: Audit;
  plan: Plan;
  /** The DDL that the plan stands for. */
  sql: string;
}

/**
 * Audits a source and keeps snapshot and measures in the workspace, so that `changeAudit` can plan for other wishes
 * without reading the data again. A session has one audit; a new one takes its place.
 */
export async function beginAudit(input: BeginAuditInput, ctx: EngineContext): Promise<PlannedAudit> {
  const files = auditFiles(input);
  // A file that cannot be used leaves the audit before it in its place.
  openSource(input.source).close();
  try {
    await endAudit(input);
    await mkdir(files.dir, { recursive: true, mode: 0o700 });
    const path = resolve(input.source);
    const began = performance.now();
    const { takenAt, mark, ...taken } = await snapshotOf(path, files.snapshot, ctx, null);
    const copied = performance.now();
    const source = { path, ...taken, autocore: null };
    await writeAtomic(files.source, JSON.stringify(source));
    const planned = await withAdoption(input.workspace, input.adopt ?? null, ctx, (adopt) =>
      measured(input, source, files, adopt, ctx),
    );
    const seconds = { snapshot: (copied - began) / 1000, audit: (performance.now() - copied) / 1000 };
    await writeKept(files, { path, ...taken, takenAt, mark, seconds });
    return planned;
  } catch (error) {
    await endAudit(input);
    throw error;
  }
}

/**
 * Plans the audited source for other wishes. Only a profile that it was not measured for reads the data again. Throws
 * AppError audit.none, usage {reason} for a type that does not exist, interrupted.
 */
export async function changeAudit(input: ChangeAuditInput, ctx: EngineContext): Promise<PlannedAudit> {
  const files = auditFiles(input);
  const source = JSON.parse(await textOfAudit(files.source)) as Audit['source'];
  const measures = await readMeasures(files, input.profile);
  const adopted = await adoptionOf(files.adopted);
  if (measures === null) return measured(input, source, files, adopted, ctx);
  const db = openSnapshot(files.snapshot);
  try {
    const schema = introspect(db);
    // Samples are looked for again, by what the choices now make of a column.
    registerFunctions(db, schema.encoding as TextEncoding);
    const autocore = recognise(schema);
    const { profile, extras, choices, hypertables } = input;
    const wishes = { schema, measures, autocore, profile, extras, choices };
    const pause = async (): Promise<void> => ctx.signal.throwIfAborted();
    const planned = adopted
      ? await adoptedPlan(db, wishes, adopted, pause)
      : { plan: buildPlan(wishes), broken: [] };
    const { plan } = planned;
    const known = null;
    const audit = auditOf({
      acceptDefaults: false,
      hypertables,
      adopt: adopted && { target: adopted.target, broken: planned.broken },
      db,
      schema,
      measures,
      plan,
      source: { ...source, autocore },
      choices,
      known,
    });
    return { audit, plan, sql: planSql(plan) };
  } finally {
    db.close();
  }
}

async function measured(
  wishes: Wishes,
  source: Audit['source'],
  files: AuditFiles,
  adopt: Adoption | null,
  ctx: EngineContext,
): Promise<PlannedAudit> {
  const { profile, extras, choices, hypertables } = wishes;
  const db = openSnapshot(files.snapshot);
  try {
    const options = {
      db,
      source,
      profile,
      extras,
      choices: () => choices,
      saved: null,
      acceptDefaults: false,
      hypertables,
      adopt,
    };
    const { audit, plan, measures, broken } = await auditStage(options, ctx, null);
    if (adopt) await writeAtomic(files.adopted, JSON.stringify({ target: adopt.target, ask: broken }));
    await writeMeasures(files, profile, measures);
    return { audit, plan, sql: planSql(plan) };
  } finally {
    db.close();
  }
}

/** What was found in the target when the audit began, with the rules that rows break; null where it looked at none. */
async function adoptionOf(file: string): Promise<Adoption | null> {
  const text = await readIfThere(file);
  return text === null ? null : (JSON.parse(text) as Adoption);
}

/** @throws AppError audit.none {} */
async function textOfAudit(file: string): Promise<string> {
  const text = await readIfThere(file);
  if (text === null) throw new AppError('audit.none');
  return text;
}

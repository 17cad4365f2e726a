import { existsSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import type {
  AdoptedSchema,
  Audit,
  Choices,
  Measures,
  Plan,
  Profile,
  SourceSchema,
} from '../../../shared/model/index.ts';
import { type AskServer, type BrokenRule, brokenRules } from '../audit/adopt-rules.ts';
import { adoptedTroubles, formKey, formsOf } from '../audit/adopted.ts';
import { auditOf } from '../audit/audit.ts';
import { registerFunctions } from '../audit/look.ts';
import { measure } from '../audit/measure.ts';
import type { EngineContext } from '../context.ts';
import type { TextEncoding } from '../convert/values.ts';
import { buildAdopted } from '../plan/adopt/build.ts';
import { buildPlan } from '../plan/build.ts';
import { choicesOfPlan, mergeChoices, requireColumns } from '../plan/choices.ts';
import { withoutHypertables } from '../plan/hypertables.ts';
import type { PlanInput } from '../plan/input.ts';
import { readKept, readMeasures } from '../run/kept-audit.ts';
import { isMadeFor, reusePlan, savedPlan } from '../run/plan-file.ts';
import { findPrepared, writePrepared } from '../run/prepared.ts';
import { StageProgress } from '../run/progress.ts';
import type { Prepared, RunSession } from '../run/session.ts';
import { stage } from '../run/session.ts';
import { introspect } from '../source/introspect.ts';
import { recognise } from '../source/recognise.ts';
import { alembicVersions } from '../source/versions.ts';
import { requireOpen, requireUntied, type Who } from './adopt/open.ts';

export interface AuditInput {
  db: Database;
  source: Audit['source'];
  profile: Profile;
  extras: boolean;
  /** What a person chose, made from the schema so that choices can be checked against it. */
  choices: (schema: SourceSchema) => Choices;
  /** A saved plan: its choices are taken over, and what it does not know is asked. */
  saved: Plan | null;
  acceptDefaults: boolean;
  /** Whether the server that is known by now can make hypertables. */
  hypertables?: boolean | undefined;
  /** What the application made in the target, and the server that it is in; null where the run makes its tables. */
  adopt: Adoption | null;
  /** What was measured in this very snapshot for this profile; null where nobody has. */
  measures?: Measures | null;
}

export interface Adoption {
  target: AdoptedSchema;
  who: Who;
  /** Rules that rows break, where that was found out before; else the server is asked. */
  ask: AskServer | readonly BrokenRule[];
}

/** Looks at everything in the snapshot and plans the target for it. */
export async function auditStage(
  input: AuditInput,
  ctx: EngineContext,
  run: string | null,
): Promise<Prepared & { audit: Audit; schema: SourceSchema; broken: readonly BrokenRule[] }> {
  const schema = introspect(input.db);
  const autocore = recognise(schema);
  const progress = new StageProgress(ctx, run, 'audit', 'objects', schema.tables.length);
  const measures =
    input.measures ??
    (await measure(input.db, schema, input.profile, async (table, done) => {
      ctx.signal.throwIfAborted();
      progress.at(table, done);
      // The audit is synchronous inside a table; between two tables a cancel must get through.
      await new Promise(setImmediate);
    }));
  // Samples are looked for in any case, by what the choices make of a column.
  registerFunctions(input.db, schema.encoding as TextEncoding);
  const { profile, extras, saved, acceptDefaults, adopt } = input;
  const own = input.choices(schema);
  const choices = saved ? mergeChoices(choicesOfPlan(saved), own) : own;
  const pause = async (table: string): Promise<void> => {
    ctx.signal.throwIfAborted();
    progress.at(table, schema.tables.length - 1);
    await new Promise(setImmediate);
  };
  const wishes = { schema, measures, autocore, profile, extras, choices };
  const reused = saved && !adopt ? reusePlan(saved, schema, measures) : null;
  const planned = adopt
    ? await adoptedPlan(input.db, wishes, adopt, pause)
    : { plan: reused ?? buildPlan(wishes), broken: [] };
  const { plan } = planned;
  plan.source.versions = alembicVersions(input.db);
  // Other tables for the same data bring findings that follow from what was decided: nothing to be asked again.
  const asks = saved !== null && (reused !== null || !isMadeFor(saved, schema, measures));
  const known = asks ? new Set(saved.decisions.map((d) => d.finding)) : null;
  const audit = auditOf({
    db: input.db,
    schema,
    measures,
    plan,
    source: { ...input.source, autocore },
    choices,
    known,
    acceptDefaults,
    hypertables: input.hypertables,
    adopt: adopt && { target: adopt.target, broken: planned.broken },
  });
  progress.at(null, schema.tables.length);
  return { plan, measures, audit, schema, broken: planned.broken };
}

/** The plan for tables that are there, and the rules of theirs that rows of the source break. */
export async function adoptedPlan(
  db: Database,
  wishes: PlanInput,
  { target, who, ask }: Adoption,
  pause: (table: string) => Promise<void>,
): Promise<{ plan: Plan; broken: readonly BrokenRule[] }> {
  const { schema, measures } = wishes;
  requireOpen(schema, target, who);
  const forms = await formsOf(db, schema, measures, target, pause);
  const plan = buildAdopted({ ...wishes, target, form: (t, c) => forms.get(formKey(t, c)) });
  requireUntied(plan, target);
  measures.troubles = await adoptedTroubles(db, schema, plan, target, pause);
  const broken = typeof ask === 'function' ? await brokenRules(db, schema, plan, target, ask) : ask;
  return { plan, broken };
}

/** The plan that a run works by: what an earlier attempt left whole, or made now. @throws AppError decisions.missing */
export async function preparedRun(
  session: RunSession,
  db: Database,
  adopt: Adoption | null,
): Promise<Prepared> {
  const { state, folder, ctx } = session;
  const there = await findPrepared(folder);
  if (there) return there;
  return stage(session, 'audit', async () => {
    const { sha256, bytes } = state.source;
    const found = await auditStage(
      {
        db,
        source: { path: state.source.path, sha256: sha256 ?? '', bytes: bytes ?? 0, autocore: null },
        profile: state.profile,
        extras: state.extras,
        choices: (schema) => requireColumns(state.options.choices, schema),
        saved: await savedPlan(folder.givenPlan),
        acceptDefaults: state.options.acceptDefaults,
        adopt,
        measures: await measuredBefore(session, adopt),
      },
      ctx,
      state.id,
    );
    const { measures, audit } = found;
    // Its server is the one that comes with the program.
    const plan = state.options.rehearsal ? withoutHypertables(found.plan) : found.plan;
    state.source.autocore = audit.source.autocore;
    const open = audit.findings.filter((f) => f.decision === null);
    if (open.length > 0) {
      throw new AppError('decisions.missing', {
        count: open.length,
        findings: open.map((f) => `${f.id} (${f.options.join(' | ')})`).join(', '),
        // For whoever asks a person: names may hold whatever divides them above.
        asked: JSON.stringify(open.map(({ id, options }) => [id, options])),
      });
    }
    await writePrepared(folder, { plan, measures, audit });
    return { plan, measures };
  });
}

/** What the audit before the run measured, where the run works on the very snapshot of it; null to measure now. */
async function measuredBefore(
  { state, audited, ctx }: RunSession,
  adopt: Adoption | null,
): Promise<Measures | null> {
  if (audited === null || (await readKept(audited))?.sha256 !== state.source.sha256) return null;
  // What does not fit the application's tables was measured against those, and nothing else.
  if (existsSync(audited.adopted) !== (adopt !== null)) return null;
  const measures = await readMeasures(audited, state.profile);
  if (measures) ctx.log.info({ run: state.id }, 'measured by the audit before the run');
  return measures;
}

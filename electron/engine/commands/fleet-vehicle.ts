import { AppError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/messages/index.ts';
import type { Choices, Each, Profile, ValidationLevel } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import type { Act } from '../fleet/act.ts';
import { dropDatabaseOf, withDatabaseOf } from '../fleet/databases.ts';
import { toDatabase } from '../target/other-database.ts';
import { migrate } from './migrate.ts';
import { resume } from './resume.ts';
import { rollbackRun } from './rollback.ts';
import { syncRun } from './sync.ts';
import { validateRun } from './validate.ts';

/** What is the same for all vehicles of a fleet. */
export interface FleetWishes {
  workspace: string;
  fleet: string;
  each: Each;
  /** As `fleet-begin` gave it. */
  target: string | null;
  env: Record<string, string | undefined>;
  /** Path of a saved plan whose decisions apply, or null. */
  plan: string | null;
  profile: Profile;
  extras: boolean;
  acceptDefaults: boolean;
  /** What a person chose for all vehicles. */
  choices: Choices;
  language: Language;
  level: ValidationLevel;
}

export interface FleetVehicleInput extends FleetWishes {
  /** `start`: a run of its own; `go on`: with its run; `sync`: what its file has since. */
  act: Act;
  vehicle: string;
  file: string;
  schema: string;
  /** Its run; null where there is none, and for a new one. */
  run: string | null;
}

/** Does one thing with one vehicle. @returns its run. @throws AppError as the command for that does */
export async function doVehicle(input: FleetVehicleInput, ctx: EngineContext): Promise<{ run: string }> {
  const { act, run, each, target, schema } = input;
  const url = each === 'database' && target !== null ? toDatabase(target, schema) : target;
  if (act === 'start') return start(input, url, ctx);
  if (run === null) throw new AppError('run.unknown', { run: '' });
  const { workspace, env, language, level } = input;
  const known = { workspace, run, target: url, env, language };
  switch (act) {
    case 'go on':
      await resume(known, ctx);
      break;
    case 'sync':
      await syncRun({ ...known, sameSource: false, full: false }, ctx);
      break;
    case 'validate':
      await validateRun({ ...known, level }, ctx);
      break;
    case 'rollback': {
      const choices = { added: 'bring', missing: 'refuse', numbers: 'exact', unfit: 'refuse' } as const;
      // A vehicle whose application lives on PostgreSQL goes back by a command of its own, which asks more.
      await rollbackRun({ ...known, ...choices, confirm: true, only: 'undo' }, ctx);
      if (each === 'database' && target !== null) await dropDatabaseOf(input, target, ctx);
    }
  }
  return { run };
}

async function start(
  input: FleetVehicleInput,
  url: string | null,
  ctx: EngineContext,
): Promise<{ run: string }> {
  const { workspace, fleet, vehicle, file, schema, each } = input;
  const { plan, profile, extras, acceptDefaults, choices, env, language } = input;
  if (each === 'database' && input.target !== null) await withDatabaseOf(input, input.target, ctx);
  const state = await migrate(
    {
      ...{
        workspace,
        source: file,
        target: url,
        env,
        plan,
        profile,
        extras,
        acceptDefaults,
        choices,
        language,
      },
      ...{ schema: each === 'schema' ? schema : null, ifNotEmpty: 'abort', rehearse: false },
      fleet: { id: fleet, vehicle },
    },
    ctx,
  );
  return { run: state.id };
}

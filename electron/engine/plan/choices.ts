import { AppError } from '../../../shared/errors.ts';
import type { Choices, Plan, SourceSchema } from '../../../shared/model/index.ts';
import { columnTypeOf } from './set.ts';

export const noChoices: Choices = { types: {}, decisions: {} };

/** What a person chose in a saved plan: types that are not the planned ones, options that are not the default. */
export function choicesOfPlan(plan: Plan): Choices {
  const types = plan.tables.flatMap((t) =>
    t.columns.filter((c) => c.type !== c.planned).map((c) => [`${t.source}.${c.source}`, c.type] as const),
  );
  const decisions = plan.decisions.flatMap(({ finding, option, options, by }) =>
    option !== null && (by === 'user' || option !== options[0]) ? [[finding, option] as const] : [],
  );
  return { types: Object.fromEntries(types), decisions: Object.fromEntries(decisions) };
}

/** The second wins where both chose. */
export function mergeChoices(a: Choices, b: Choices): Choices {
  return { types: { ...a.types, ...b.types }, decisions: { ...a.decisions, ...b.decisions } };
}

/**
 * The same where no schema is at hand yet: what has no colon is a column.
 * @throws AppError usage {reason} for a type or form that does not exist
 */
export function parseWishes(set: readonly string[]): Choices {
  const choices: Choices = { types: {}, decisions: {} };
  for (const choice of set) {
    const at = choice.lastIndexOf('=');
    const name = choice.slice(0, at);
    const value = choice.slice(at + 1).trim();
    if (at < 1 || value === '') throw new AppError('usage', { reason: `--set ${choice}` });
    if (name.includes(':')) choices.decisions[name] = value;
    else {
      columnTypeOf(value);
      choices.types[name] = value;
    }
  }
  return choices;
}

/** @throws AppError usage {reason} for a column that the source does not have */
export function requireColumns(choices: Choices, schema: SourceSchema): Choices {
  const columns = new Set(schema.tables.flatMap((t) => t.columns.map((c) => `${t.name}.${c.name}`)));
  const unknown = Object.keys(choices.types).find((name) => !columns.has(name));
  if (unknown !== undefined) throw new AppError('usage', { reason: `--set ${unknown}` });
  return choices;
}

/**
 * Reads `table.column=TYPE` and `finding-id=option` as the command line takes them.
 * @throws AppError usage {reason} for a column, type or form that does not exist
 */
export function parseSet(set: string[], schema: SourceSchema): Choices {
  const columns = new Set(schema.tables.flatMap((t) => t.columns.map((c) => `${t.name}.${c.name}`)));
  const choices: Choices = { types: {}, decisions: {} };
  for (const choice of set) {
    const at = choice.lastIndexOf('=');
    const name = choice.slice(0, at);
    const value = choice.slice(at + 1).trim();
    if (at < 1 || value === '') throw new AppError('usage', { reason: `--set ${choice}` });
    if (columns.has(name)) {
      columnTypeOf(value);
      choices.types[name] = value;
    } else if (name.includes(':')) choices.decisions[name] = value;
    else throw new AppError('usage', { reason: `--set ${choice}: ${name}` });
  }
  return choices;
}

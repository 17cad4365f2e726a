import { AppError } from '../../../shared/errors.ts';
import type { Choices, Plan, SourceSchema } from '../../../shared/model/index.ts';
import { partitionColumn } from './autocore.ts';
import { splitFinding, splitOptions } from './hypertables.ts';
import { type Lengths, lengthsFinding } from './lengths.ts';
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
  return {
    types: Object.fromEntries(types),
    decisions: { ...plan.chosen, ...Object.fromEntries(decisions) },
  };
}

/** True where a decision in a saved plan was changed since the plan was made: its tables do not follow it. */
export function isDecidedAnew({ decisions, chosen }: Plan): boolean {
  if (chosen === undefined) return false;
  return decisions.some(({ finding, option, options }) => {
    const made = chosen[finding];
    const taken = made !== undefined && options.includes(made) ? made : options[0];
    return option !== null && option !== taken;
  });
}

/** The second wins where both chose. */
export function mergeChoices(a: Choices, b: Choices): Choices {
  return { types: { ...a.types, ...b.types }, decisions: { ...a.decisions, ...b.decisions } };
}

/** @throws AppError usage {reason} for a column that the source does not have */
export function requireColumns(choices: Choices, schema: SourceSchema): Choices {
  const columns = columnsOf(schema);
  const unknown = Object.keys(choices.types).find((name) => !columns.has(name));
  if (unknown !== undefined) throw new AppError('usage', { reason: `--set ${unknown}` });
  return choices;
}

/**
 * Reads `table.column=TYPE`, `finding-id=option`, `lengths=open|declared` and `telemetry=months|hypertable` as the
 * command line takes them.
 * @param schema tells columns from findings; null where it is not at hand yet: what has no colon is a column.
 * @throws AppError usage {reason} for a column, type or form that does not exist
 */
export function parseSet(set: readonly string[], schema: SourceSchema | null): Choices {
  const columns = schema && columnsOf(schema);
  const isColumn = (name: string) => (columns ? columns.has(name) : /^[^:]+\.[^:]+$/.test(name));
  const choices: Choices = { types: {}, decisions: {} };
  for (const choice of set) {
    const at = choice.lastIndexOf('=');
    const name = choice.slice(0, at);
    const value = choice.slice(at + 1).trim();
    if (at < 1 || value === '') throw new AppError('usage', { reason: `--set ${choice}` });
    if (name === 'lengths' || name === lengthsFinding) choices.decisions[lengthsFinding] = lengths(value);
    else if (name === 'telemetry') choices.decisions[splitId(schema)] = split(value);
    else if (isColumn(name)) {
      columnTypeOf(value);
      choices.types[name] = value;
    } else if (name.includes(':')) choices.decisions[name] = value;
    else throw new AppError('usage', { reason: `--set ${choice}: ${name}` });
  }
  return choices;
}

function columnsOf(schema: SourceSchema): Set<string> {
  return new Set(schema.tables.flatMap((t) => t.columns.map((c) => `${t.name}.${c.name}`)));
}

function lengths(value: string): Lengths {
  if (value === 'open' || value === 'declared') return value;
  throw new AppError('usage', { reason: `--set lengths=${value}` });
}

/** The table by its name in this source; in every AutoCore it has but one. */
function splitId(schema: SourceSchema | null): string {
  const table = schema?.tables.find(({ name }) => partitionColumn(name) !== null)?.name ?? 'telemetry_data';
  return `${splitFinding}:${table}`;
}

function split(value: string): string {
  if (splitOptions.includes(value)) return value;
  throw new AppError('usage', { reason: `--set telemetry=${value} (${splitOptions.join(' | ')})` });
}

import type { Language } from '../../../shared/messages/index.ts';
import type { MaskedExample } from '../../../shared/model/index.ts';
import { planSql } from '../plan/ddl.ts';
import { valueText } from '../report/audit.ts';
import { shorten } from '../report/format.ts';
import type { Known } from './files.ts';
import { renderSupport } from './page.ts';

/** Files of a bundle with their texts, in the order in which somebody reads them. Pure but for the zone of the times. */
export function contentsOf(known: Known, language: Language): [name: string, text: string][] {
  const { state, givenPlan, plan, audit, certificate, exceptions, server, log, system, wizard } = known;
  const documents: [string, object | null][] = [
    ['system.json', system],
    ['server.json', server],
    ['run.json', state],
    ['audit.json', audit],
    ['given-plan.json', givenPlan],
    ['plan.json', plan],
    ['certificate.json', certificate],
    ['wizard.json', wizard],
  ];
  return [
    ['support.html', renderSupport(known, language)],
    ...documents.flatMap(([name, value]): [string, string][] =>
      value === null ? [] : [[name, `${JSON.stringify(value, null, 2)}\n`]],
    ),
    ...lines('schema.sql', plan === null ? [] : [planSql(plan, state.target.schema)]),
    ...lines(
      'exceptions.ndjson',
      exceptions.records.map((record) => JSON.stringify(record)),
    ),
    ...lines('log.ndjson', log),
  ];
}

function lines(name: string, all: string[]): [string, string][] {
  return all.length === 0 ? [] : [[name, `${all.join('\n')}\n`]];
}

/** Enough to see how values look in it. */
const mostExamples = 5;

/** Values as they stand in the bundle, for whoever wants to know before it is written. */
export function examplesOf({ audit, exceptions }: Known): MaskedExample[] {
  const found = [
    ...(audit?.findings ?? []).flatMap(({ table, column, samples }) =>
      samples.slice(0, 1).map(({ value }) => ({ table, column, value })),
    ),
    ...exceptions.records.map(({ table, column, row }) => {
      const [first] = Object.entries(row);
      const shown = column ?? first?.[0] ?? null;
      return { table, column: shown, value: shown === null ? null : (row[shown] ?? null) };
    }),
  ];
  const places = new Map<string, string>();
  for (const { table, column, value } of found) {
    const place = [table, column].filter((part) => part !== null).join('.');
    if (value !== null && !places.has(place)) places.set(place, shorten(valueText(value), 60));
  }
  return [...places].slice(0, mostExamples).map(([place, value]) => ({ place, value }));
}

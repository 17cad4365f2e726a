import type {
  AdoptedSchema,
  Choices,
  ColumnTroubles,
  FoundTable,
  Measures,
  Plan,
  PlanTable,
  SourceSchema,
} from '../../../shared/model/index.ts';
import { formName } from '../convert/formed.ts';
import { addedAlter, nullableAlter, takes, widerAlters } from '../plan/adopt/columns.ts';
import { type Match, matchTables, tablesAlone } from '../plan/adopt/match.ts';
import { widened, widerType } from '../plan/adopt/widen.ts';
import { quoteName } from '../source/sql.ts';
import { qualified } from '../target/sql.ts';
import type { BrokenRule } from './adopt-rules.ts';
import { type Draft, draft } from './draft.ts';

export interface AdoptFindings {
  schema: SourceSchema;
  measures: Measures;
  plan: Plan;
  target: AdoptedSchema;
  troubles: readonly ColumnTroubles[];
  broken: readonly BrokenRule[];
  /** Versions that the source's own book-keeping tables name, by table. */
  versions: ReadonlyMap<string, string[]>;
  choices: Choices;
}

/** Everything worth knowing before rows come into tables that the application made. */
export function adoptFindings(input: AdoptFindings): Draft[] {
  const { schema, plan, target, broken } = input;
  const matches = matchTables(schema, target);
  const pairs = matches.filter((m) => m.found !== null && !m.bookkeeping);
  const columns = pairs.reduce((n, m) => n + m.columns.filter((c) => c.found !== null).length, 0);
  const alone = tablesAlone(matches, target).map((t) => t.name);
  return [
    draft('adopt.matched', 'note', {
      count: pairs.length,
      params: { schema: target.schema, tables: pairs.length, columns, alone: alone.join(', ') },
    }),
    ...matches.flatMap((match) => {
      const table = [...plan.tables, ...(plan.aside ?? [])].find((t) => t.source === match.source.name);
      return table ? tableFindings(input, match, table) : [];
    }),
    ...broken.map(ruleFinding),
  ];
}

function tableFindings(input: AdoptFindings, match: Match, table: PlanTable): Draft[] {
  const { source, found } = match;
  const at = { table: source.name };
  const rows = input.measures.tables.find((t) => t.table === source.name)?.rows ?? 0;
  if (match.bookkeeping) {
    const ours = (input.versions.get(source.name) ?? []).join(', ');
    const theirs = found?.versions?.join(', ') ?? '';
    const params = { source: shortened(ours), target: shortened(theirs), same: ours === theirs ? 1 : 0 };
    return [
      draft('adopt.bookkeeping', ours === theirs || found === null ? 'note' : 'warning', {
        ...at,
        count: rows,
        params,
      }),
    ];
  }
  if (found === null) {
    const options = ['setAside', 'create'];
    const severity = rows > 0 ? 'blocker' : 'note';
    return [
      draft('adopt.noTable', severity, { ...at, count: rows, options, mustDecide: rows > 0, where: '1' }),
    ];
  }
  return [
    ...there(found, table, at),
    ...(found.triggers.length > 0 ? [triggers(found, at)] : []),
    ...columnFindings(input, match, table),
  ];
}

function there(found: FoundTable, table: PlanTable, at: { table: string }): Draft[] {
  if (found.rows === 0) return [];
  const options = table.compareKey === null ? ['keep', 'replace'] : ['keep', 'match', 'replace'];
  const params = { rows: found.rows, name: found.name };
  return [
    draft('adopt.rowsThere', 'blocker', { ...at, count: found.rows, params, options, mustDecide: true }),
  ];
}

function triggers(found: FoundTable, at: { table: string }): Draft {
  const names = found.triggers.map((t) => t.name).join(', ');
  const active = found.triggers.some((t) => t.enabled === 'O' || t.enabled === 'A');
  if (found.owned || !active)
    return draft('adopt.triggers', 'note', { ...at, count: found.triggers.length, params: { names } });
  const asked = { options: ['fire'], mustDecide: true };
  return draft('adopt.triggersAct', 'blocker', {
    ...at,
    count: found.triggers.length,
    params: { names },
    ...asked,
  });
}

function columnFindings(input: AdoptFindings, match: Match, table: PlanTable): Draft[] {
  const { measures, target } = input;
  const owned = match.found?.owned ?? false;
  const to = qualified(target.schema, match.found?.name ?? '');
  const profile = measures.tables.find((t) => t.table === match.source.name);
  const drafts: Draft[] = [];
  for (const { source, found } of match.columns) {
    const facts = profile?.columns[source.name];
    if (!facts || source.generated !== null) continue;
    const at = { table: match.source.name, column: source.name };
    const c = quoteName(source.name);
    const values = (profile?.rows ?? 0) - facts.nulls;
    if (found === null || !takes(found)) {
      const options = found === null && owned ? ['setAside', 'add'] : ['setAside'];
      const ours = [...table.columns, ...(table.adopted?.nowhere ?? [])].find(
        (p) => p.source === source.name,
      );
      const alter = options.includes('add') && ours ? addedAlter(to, ours).sql : '';
      const params = { type: found?.type ?? '', alter };
      const code = found === null ? 'adopt.noColumn' : 'adopt.noType';
      const asked = { options, mustDecide: values > 0, where: `${c} is not null` };
      drafts.push(draft(code, values > 0 ? 'blocker' : 'note', { ...at, count: values, params, ...asked }));
      continue;
    }
    if (found.generated !== null && values > 0) {
      const asked = { options: ['setAside', 'compare'], mustDecide: true, where: `${c} is not null` };
      drafts.push(draft('adopt.computed', 'blocker', { ...at, count: values, ...asked }));
    }
    const column = table.columns.find((p) => p.source === source.name);
    if (found.notNull && facts.nulls > 0) {
      const options = owned && found.canBeNull ? ['quarantine', 'nullable'] : ['quarantine'];
      const alter = options.includes('nullable') ? nullableAlter(to, found.name).sql : '';
      const params = { name: found.name, alter };
      drafts.push(
        draft('adopt.notNull', 'blocker', {
          ...at,
          count: facts.nulls,
          params,
          options,
          mustDecide: true,
          where: `${c} is null`,
        }),
      );
    }
    const causes = input.troubles.find((t) => t.table === at.table && t.column === at.column)?.causes ?? [];
    for (const cause of causes) {
      const wider = owned ? widerType(cause.code, found, facts) : null;
      const kept =
        cause.repaired > 0 && cause.lost === 0
          ? 'repair'
          : found.notNull || column?.strict
            ? 'quarantine'
            : cause.repaired > 0
              ? 'repair'
              : 'null';
      const options = [
        kept,
        ...((kept === 'repair' || column?.strict) && !found.notNull ? ['null'] : []),
        ...(wider ? ['widen'] : []),
      ];
      const lossy = cause.lost > 0;
      const params = {
        type: found.type,
        repaired: cause.repaired,
        lost: cause.lost,
        wider: wider ?? '',
        alter: wider ? statements(widerAlters(to, found, wider)) : '',
      };
      const count = cause.repaired + cause.lost;
      drafts.push(
        draft(cause.code, lossy ? 'blocker' : 'warning', {
          ...at,
          count,
          params,
          options,
          samples: cause.samples,
          mustDecide: lossy,
        }),
      );
    }
    // What a wider type did away with is nothing to see, but still decided.
    for (const code of Object.keys(widened)) {
      if (input.choices.decisions[`${code}:${at.table}.${at.column}`] !== 'widen') continue;
      const wider = widerType(code, found, facts);
      if (wider === null || causes.some((cause) => cause.code === code)) continue;
      const params = {
        type: found.type,
        repaired: 0,
        lost: 0,
        wider,
        alter: statements(widerAlters(to, found, wider)),
      };
      drafts.push(draft(code, 'note', { ...at, count: 0, params, options: ['null', 'widen'] }));
    }
    if (column?.form) {
      const form = formName(column.form);
      drafts.push(draft('adopt.form', 'note', { ...at, count: values, params: { type: found.type, form } }));
    }
  }
  const unfilled = match.columns.flatMap(({ found: f }) => (f !== null && !takes(f) ? [f] : []));
  for (const column of [...match.alone, ...unfilled]) {
    if (!column.notNull || column.filled || column.generated !== null) continue;
    const options = owned && column.canBeNull ? ['nullable', 'setAside'] : ['setAside'];
    const at = { table: match.source.name, column: column.name, count: profile?.rows ?? 0 };
    const asked = {
      options,
      mustDecide: at.count > 0,
      params: {
        type: column.type,
        alter: options.includes('nullable') ? nullableAlter(to, column.name).sql : '',
      },
    };
    drafts.push(draft('adopt.noSource', at.count > 0 ? 'blocker' : 'note', { ...at, ...asked }));
  }
  return drafts;
}

function ruleFinding(rule: BrokenRule): Draft {
  const options = rule.canWait ? ['quarantine', 'notValid'] : ['quarantine'];
  const params = {
    name: rule.name,
    columns: rule.columns.join(', '),
    shown: rule.shown.join(', '),
  };
  const at = { table: rule.table, detail: rule.name, count: rule.rows, shows: rule.columns[0] ?? null };
  return draft(rule.code, 'blocker', { ...at, params, options, where: rule.where, mustDecide: true });
}

function statements(alters: readonly { sql: string }[]): string {
  return alters.map(({ sql }) => sql).join('; ');
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

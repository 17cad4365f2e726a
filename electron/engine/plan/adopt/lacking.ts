import type { LeftOut } from '../../../../shared/model/index.ts';
import { mentions } from '../../source/literals.ts';
import { fold } from '../../source/sql.ts';
import type { Match } from './match.ts';

/** What the source has and the application's tables do not: said, not made. */
export function lacking(match: Match, matches: readonly Match[]): LeftOut[] {
  const { source, found } = match;
  if (found === null) return [];
  const target = (name: string) => match.columns.find((c) => c.source.name === name)?.found?.name ?? null;
  const same = (own: readonly (string | null)[], names: readonly string[]) => {
    const targets = names.map(target);
    return own.length === targets.length && targets.every((name) => name !== null && own.includes(name));
  };
  const isKey = (names: readonly string[]) => found.keys.some((k) => same(k.columns, names));
  const left = (kind: LeftOut['kind'], name: string, sql: string): LeftOut => {
    return { kind, table: source.name, name, sql, reason: lacks };
  };
  const uniques = [
    ...(source.primaryKey.length > 0 && !source.rowidAlias
      ? [{ name: null, columns: source.primaryKey }]
      : []),
    ...source.uniques,
  ].filter(({ columns }) => !isKey(columns));
  const indexes = source.indexes.filter((index) => {
    const names = index.terms.flatMap((t) => (t.column === null ? [] : [t.column]));
    // Whether two expressions mean the same nobody can say: an index with as many terms is taken for the one.
    if (names.length < index.terms.length)
      return !found.indexes.some((own) => own.includes(null) && own.length === index.terms.length);
    return index.unique && index.where === null
      ? !isKey(names)
      : !found.indexes.some((own) => same(own, names));
  });
  const foreignKeys = source.foreignKeys.filter((fk) => {
    const parent = matches.find((m) => fold(m.source.name) === fold(fk.references))?.found?.name;
    return !found.foreignKeys.some((own) => own.references === parent && same(own.columns, fk.columns));
  });
  const checks = source.checks.filter(({ expression }) => {
    const names = source.columns.filter(({ name }) => mentions(expression, name)).map(({ name }) => name);
    // What two conditions on the same columns ask nobody compares: the one is taken for the other.
    return !found.checks.some((own) => same(own.columns, names));
  });
  const defaults = match.columns.filter(
    (c) =>
      c.source.default !== null && c.found !== null && !c.found.filled && !/^null$/i.test(c.source.default),
  );
  return [
    ...uniques.map((u) => left('unique', u.name ?? u.columns.join(', '), `unique (${u.columns.join(', ')})`)),
    ...indexes.map((i) => left('index', i.name, i.sql)),
    ...foreignKeys.map((fk) => {
      const sql = `foreign key (${fk.columns.join(', ')}) references ${fk.references}`;
      return left('foreign key', fk.name ?? sql, sql);
    }),
    ...checks.map(({ name, expression }, at) =>
      left('check', name ?? `${source.name}_check${at}`, expression),
    ),
    ...defaults.map((c) => left('default', c.source.name, c.source.default as string)),
  ];
}

const lacks = 'the application has none in the target';

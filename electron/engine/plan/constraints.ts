import type {
  Choices,
  LeftOut,
  Measures,
  PlanCheck,
  PlanForeignKey,
  PlanKey,
  SourceForeignKey,
} from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { isConstraint } from './indexes.ts';
import type { PlanInput } from './input.ts';
import { wantsIndexAlone } from './key-indexes.ts';
import { keyLink } from './key-links.ts';
import { checkName, primaryKeyName, uniqueName } from './names.ts';
import { type TableScope, targetColumns, translated } from './scope.ts';

/**
 * The primary key. SQLite lets NULL into the key of an ordinary table when it is not an INTEGER PRIMARY KEY
 * (https://www.sqlite.org/lang_createtable.html#the_primary_key); such a key becomes a UNIQUE constraint.
 */
export function primaryKeyOf(scope: TableScope): PlanKey | null {
  const columns = targetColumns(scope, scope.source.primaryKey);
  if (!columns || columns.length === 0) return null;
  const name = scope.relations.take(primaryKeyName(scope.target));
  scope.constraints.reserve(name);
  return { name, columns };
}

/** True when a column of the key holds NULL today. */
export function keyHasNulls(scope: TableScope): boolean {
  return scope.source.primaryKey.some((name) => (scope.profile.columns[name]?.nulls ?? 0) > 0);
}

/** UNIQUE constraints. One that ignores case, or holds long values, is made as a unique index elsewhere. */
export function uniquesOf(scope: TableScope): PlanKey[] {
  return scope.source.uniques
    .filter((u) => isConstraint(scope, u))
    .flatMap((unique) => {
      const columns = targetColumns(scope, unique.columns);
      if (!columns) return [];
      const name = scope.relations.take(uniqueName(scope.target, { name: unique.name, columns }));
      scope.constraints.reserve(name);
      return [{ name, columns }];
    });
}

/** CHECK constraints in PostgreSQL's grammar, with the rows that violate them today. */
export function checksOf(scope: TableScope, measures: Measures, choices: Choices): PlanCheck[] {
  return scope.source.checks.flatMap((check, i) => {
    // Before anything is decided by it: the findings go by this name.
    const name = scope.constraints.take(checkName(scope.target, check, i));
    const expression = translated(scope, { kind: 'check', name, sql: check.expression, use: 'check' });
    if (expression === null) return [];
    if (choices.decisions[`rows.checkViolated:${scope.source.name}.${name}`] === 'leaveOut') {
      return leaveOut(scope, 'check', name, check.expression);
    }
    const found = measures.violations.find((v) => v.table === scope.source.name && v.check === i);
    return [{ name, expression, violations: found?.rows ?? 0 }];
  });
}

/** Foreign keys whose parent columns are a key in the target too; the others are noted as left out. */
export function foreignKeysOf(
  scope: TableScope,
  scopes: Map<string, TableScope>,
  partitioned: Set<string>,
  input: PlanInput,
): PlanForeignKey[] {
  return scope.source.foreignKeys.flatMap((fk, i) => {
    const leave = (reason: string): [] => {
      const sql = `foreign key (${fk.columns.join(', ')}) references ${fk.references}(${fk.refColumns.join(', ')})`;
      scope.leftOut.push({
        kind: 'foreign key',
        table: scope.source.name,
        name: fk.name ?? sql,
        sql,
        reason,
      });
      return [];
    };
    const link = keyLink(scope, scopes, fk);
    if ('reason' in link) return leave(link.reason);
    const { parent, columns, refColumns, refNames } = link;
    if (partitioned.has(parent.source.name))
      return leave(`${fk.references} is partitioned and its key holds the time too`);
    if (!sameTypes(scope, parent, fk, refNames))
      return leave('the columns of the two tables have different types');
    const name = scope.constraints.take(fk.name ?? `${scope.target}_${columns.join('_')}_fkey`);
    // Who has an index alone has decided about the rows without a parent as well.
    const isLeft = input.choices.decisions[`rows.orphans:${scope.source.name}.${name}`] === 'leaveOut';
    if (isLeft && !wantsIndexAlone(scope.source, input)) return leave(decided);
    const found = input.measures.orphans.find((o) => o.table === scope.source.name && o.foreignKey === i);
    return [
      {
        name,
        columns,
        references: parent.target,
        refColumns,
        onUpdate: fk.onUpdate,
        onDelete: fk.onDelete,
        deferrable: fk.deferred,
        orphans: found?.rows ?? 0,
      },
    ];
  });
}

const decided = 'decided so';

function leaveOut(scope: TableScope, kind: LeftOut['kind'], name: string, sql: string): [] {
  scope.leftOut.push({ kind, table: scope.source.name, name, sql, reason: decided });
  return [];
}

function sameTypes(child: TableScope, parent: TableScope, fk: SourceForeignKey, refNames: string[]): boolean {
  return fk.columns.every((name, i) => {
    const a = child.columns.get(fold(name))?.conversion;
    const b = parent.columns.get(fold(refNames[i] as string))?.conversion;
    // PostgreSQL compares an integer with the wider numbers of the parent, not the other way round.
    const widens = a === 'integer' && (b === 'numeric' || b === 'double');
    return a !== undefined && (a === b || widens);
  });
}

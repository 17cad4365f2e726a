import { createHash } from 'node:crypto';
import type { Plan } from '../../../shared/model/index.ts';
import { allStatements, functionStatements, ownPath, type Statement } from '../plan/ddl.ts';
import { qualified } from '../target/sql.ts';
import type { Attachment } from './checkout/history.ts';

/** Name of the branch where the revision makes a fork: `alembic upgrade postgresql@head`. */
export const branch = 'postgresql';
const alone: Pick<Attachment, 'down' | 'fork'> = { down: [], fork: false };

/** Alembic's own table: there before any revision runs. */
const versionTable = 'alembic_version';

/** Id of a plan's revision: the same plan, the same id, whatever the schema. */
export function revisionOf(plan: Plan): string {
  const statements = allStatements(withoutVersions(plan), 'public').map((s) => s.sql);
  return createHash('sha256').update(JSON.stringify(statements)).digest('hex').slice(0, 12);
}

/**
 * An Alembic revision that makes exactly what the plan's DDL makes, statement by statement, and takes it away again.
 * @param schema where it makes them; Alembic looks its own table up where it did before.
 * @param join where it stands in the application's history. What comes before it was written for SQLite, and is never
 *   run on PostgreSQL: an empty database is stamped with it first.
 */
export function alembicRevision(
  whole: Plan,
  schema = 'public',
  join: Pick<Attachment, 'down' | 'fork'> = alone,
): string {
  const plan = withoutVersions(whole);
  const up = allStatements(plan, schema).map((s) => s.sql);
  const of = (kind: Statement['kind']) => plan.extraObjects.filter((o) => o.kind === kind).reverse();
  const down = [
    ...of('view').map((o) => `drop view ${qualified(schema, o.name)}`),
    ...plan.tables
      .filter((t) => !t.adopted)
      .toReversed()
      .map((t) => `drop table ${qualified(schema, t.target)} cascade`),
    // With those that only checks and indexes need, and the plan does not list.
    ...functionStatements(plan, schema)
      .toReversed()
      .map(({ name, sql }) => `drop function ${qualified(schema, name)}${argumentsOf(sql)}`),
  ];
  const script = (statements: string[]) =>
    [...ownPath.begin, ...statements, ...ownPath.end].map(pythonText).join('\n');
  return `"""AutoCore on PostgreSQL: the ${plan.profile} profile.

A database that autocore-migrate filled has all of this already: alembic stamp ${revisionOf(plan)}
"""

from alembic import op

revision = "${revisionOf(plan)}"
down_revision = ${downRevision(join)}
branch_labels = ${join.fork ? JSON.stringify(branch) : 'None'}
depends_on = None

UPGRADE = [
${script(up)}
]

DOWNGRADE = [
${script(down)}
]


def run(statements):
    for statement in statements:
        # A colon would be a parameter: https://docs.sqlalchemy.org/en/20/core/sqlelement.html#sqlalchemy.sql.expression.text
        op.execute(statement.replace(":", "\\\\:"))


def upgrade():
    run(UPGRADE)


def downgrade():
    run(DOWNGRADE)
`;
}

function withoutVersions(plan: Plan): Plan {
  return { ...plan, tables: plan.tables.filter(({ target }) => target !== versionTable) };
}

function downRevision({ down }: Pick<Attachment, 'down'>): string {
  const ids = down.map((id) => JSON.stringify(id));
  return ids.length > 1 ? `(${ids.join(', ')})` : (ids[0] ?? 'None');
}

/** The arguments in the definition of a function: others may have one of the same name. */
function argumentsOf(sql: string): string {
  return /\([^)]*\)/.exec(sql)?.[0] ?? '';
}

/** JSON's strings are Python's, apart from lone surrogates, which no statement can hold. One line of SQL a line. */
function pythonText(sql: string): string {
  const lines = sql.split('\n');
  const parts = lines.map((line, i) => `    ${JSON.stringify(i < lines.length - 1 ? `${line}\n` : line)}`);
  return `${parts.join('\n')},`;
}

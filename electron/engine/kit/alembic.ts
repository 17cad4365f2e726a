import { createHash } from 'node:crypto';
import type { Plan } from '../../../shared/model/index.ts';
import { allStatements, ownPath, type Statement } from '../plan/ddl.ts';
import { qualified } from '../target/sql.ts';

/** Id of a plan's revision: the same plan, the same id, whatever the schema. */
export function revisionOf(plan: Plan): string {
  const statements = allStatements(plan, 'public').map((s) => s.sql);
  return createHash('sha256').update(JSON.stringify(statements)).digest('hex').slice(0, 12);
}

/**
 * An Alembic revision that makes exactly what the plan's DDL makes, statement by statement, and takes it away again.
 * It has no parent: the histories that AutoCore's databases carry were written for SQLite.
 * @param schema where it makes them; Alembic looks its own table up where it did before.
 */
export function alembicRevision(plan: Plan, schema = 'public'): string {
  const up = allStatements(plan, schema).map((s) => s.sql);
  const of = (kind: Statement['kind']) => plan.extraObjects.filter((o) => o.kind === kind).reverse();
  const down = [
    ...of('view').map((o) => `drop view ${qualified(schema, o.name)}`),
    ...plan.tables.toReversed().map((t) => `drop table ${qualified(schema, t.target)} cascade`),
    ...of('function').map((o) => `drop function ${qualified(schema, o.name)}${argumentsOf(o.sql)}`),
  ];
  const script = (statements: string[]) =>
    [...ownPath.begin, ...statements, ...ownPath.end].map(pythonText).join('\n');
  return `"""AutoCore on PostgreSQL: the ${plan.profile} profile.

A database that autocore-migrate filled has all of this already: alembic stamp ${revisionOf(plan)}
"""

from alembic import op

revision = "${revisionOf(plan)}"
down_revision = None
branch_labels = None
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

import { forNewRows, objectOf, type Statement } from '../plan/ddl.ts';
import { newObject, type RunRow } from '../target/journal.ts';
import { quoteLiteral, withLiterals } from '../target/sql.ts';
import { refusals, sqlstate } from '../target/sqlstate.ts';
import { block, filled, warn } from './psql.ts';
import { both } from './words.ts';

/**
 * One statement with its row of the journal, as `applyOne` of the load does it (stages/apply.ts): a CHECK or foreign key
 * that rows break holds for new rows only, and what cannot be made at all is left out. Either is said.
 */
export function attempt(run: RunRow, made: Statement): string {
  const { kind, name, table } = made;
  const note = (of: string) => withLiterals(newObject(run.id, run.schema, { ...objectOf(made), kind: of }));
  const later = forNewRows(made);
  const said = (text: string) =>
    warn(filled(both(text, { kind, name, table: table ?? '', reason: '<reason>' }), { reason: 'why' }));
  const wait = `  if state ~ ${quoteLiteral(refusals.data)} then
    execute ${quoteLiteral(later?.sql ?? '')};
    ${note(kind)};
    ${said('onlyNew')};
    return;
  end if;
`;
  return block(
    `  begin
    execute ${quoteLiteral(made.sql)};
    ${note(kind)};
    return;
  exception when others then
    if sqlstate !~ ${quoteLiteral(`${refusals.data}|${refusals.definition}`)} or sqlstate = '${sqlstate.insufficientPrivilege}' then
      raise;
    end if;
    why := sqlerrm;
    state := sqlstate;
  end;
${later ? wait : ''}  ${note('refused')};
  ${said('leftOut')};`,
    'why text; state text;',
  );
}

import type { PlanTrigger } from '../../../shared/model/index.ts';
import { qualified, quoteIdent, searchPath } from '../target/sql.ts';
import { inSchema } from './in-schema.ts';

/** The function of a translated trigger and the trigger itself. */
export function triggerSql(trigger: PlanTrigger, schema: string): [string, string] {
  const { name, target, when, event, columns, body } = trigger;
  const called = qualified(schema, name);
  const of = columns.length > 0 ? ` of ${columns.map(quoteIdent).join(', ')}` : '';
  return [
    `create function ${called}() returns trigger language plpgsql set search_path = ${searchPath} as $autocore$
begin
${inSchema(body, schema)}
end
$autocore$`,
    `create trigger ${quoteIdent(name)} ${when} ${event}${of} on ${qualified(schema, target)}
for each row execute function ${called}()`,
  ];
}

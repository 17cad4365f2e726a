import type { Plan } from '../../../shared/model/index.ts';
import { visible } from '../../../shared/visible.ts';
import type { FoundPlace } from './checkout/types.ts';
import { placesFor } from './places.ts';

/** What changes in the code: the places that were found, or the list of all that are known; then how. */
export function codeSection(plan: Plan, enhanced: Plan | null, found: readonly FoundPlace[] | null): string {
  const rows = (of: Plan) => placesFor(of).map(({ where, change }) => `| ${where} | ${change} |`);
  const table = (of: string[]) => ['| Onde | O que muda |', '|---|---|', ...of].join('\n');
  const list = found === null ? table(rows(plan)) : foundList(found);
  const more =
    enhanced === null
      ? ''
      : `
### Perfil aprimorado (opcional)
A revisão está em \`alembic/enhanced\`. Além do que está acima, muda:

${table(rows(enhanced).filter((row) => !rows(plan).includes(row)))}
`;
  return `${list}\n${more}\n${examples}`;
}

function foundList(places: readonly FoundPlace[]): string {
  if (places.length === 0) return 'Nada foi encontrado no código.';
  const line = ({ file, line, found, change, patched }: FoundPlace) =>
    `- ${patched ? '[x]' : '[ ]'} \`${visible(file)}:${line}\` ${code(visible(found))}<br>${change}`;
  const marks = places.some(({ patched }) => patched)
    ? '[x] está em `autocore.patch`; [ ] é para decidir.'
    : '[ ] é para decidir; nada disto se muda por patch.';
  return `${marks}\n\n${places.map(line).join('\n')}`;
}

/** As code, whatever quotes it holds: https://spec.commonmark.org/0.31.2/#code-spans */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}

const examples = `### Antes e depois
Cada forma de depois vale também no SQLite, se a aplicação voltar; \`nullsfirst()\` e \`nullslast()\` a partir do
SQLite 3.30 (\`python3 -c 'import sqlite3; print(sqlite3.sqlite_version)'\`).

\`\`\`python
# Ordem: NULL na ponta em que o SQLite o põe, e uma segunda chave onde há linhas iguais
query.order_by(CANSignal.category, CANSignal.signal_name)
query.order_by(CANSignal.category.nullsfirst(), CANSignal.signal_name)

session.query(EventLog).order_by(EventLog.timestamp.desc()).limit(50)
session.query(EventLog).order_by(EventLog.timestamp.desc(), EventLog.id.desc()).limit(50)

# Qual regra recusou a linha
if 'UNIQUE constraint failed: devices.uuid' in str(e):
if is_unique_violation(e, "devices.uuid"):   # no PostgreSQL: e.orig.diag.constraint_name == "devices_uuid_key"

# Decimal
return {"media": session.query(func.avg(RelayChannel.channel_number)).scalar()}
return {"media": float(session.query(func.avg(RelayChannel.channel_number)).scalar() or 0)}

# LIKE
query.filter(Device.name.like(f"%{texto}%"))
query.filter(Device.name.ilike(f"%{texto}%"))
\`\`\`
`;

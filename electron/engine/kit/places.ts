import type { Plan } from '../../../shared/model/index.ts';

/** A place in the application's code and what changes there; for the developer, in Portuguese. */
export interface Place {
  where: string;
  change: string;
}

/** What changes for any PostgreSQL. */
const always: Place[] = [
  {
    where: '`database/shared/repositories.py`, `database/shared/vehicle_repository.py`',
    change:
      'A URL `sqlite:///…/autocore.db` está fixa: usar `create_database_engine()` de `database_config.py`.',
  },
  {
    where: '`repositories.py`, `vehicle_repository.py`, `main.py`',
    change: "O texto `'UNIQUE constraint failed'` é só do SQLite: capturar `sqlalchemy.exc.IntegrityError`.",
  },
  {
    where: 'Buscas com `LIKE`',
    change:
      'O SQLite ignora maiúsculas ASCII no `LIKE`, o PostgreSQL não: `func.lower(coluna).like(texto.lower())` ou `ilike`.',
  },
  {
    where: 'SQL escrito à mão com `is_active = 1`, `allow_in_macro = 1`',
    change: 'Colunas booleanas comparam-se com `true` e `false` (também em uma revisão antiga do Alembic).',
  },
  {
    where: "SQL com `datetime('now')`, `strftime`, `INSERT OR REPLACE`, `CAST(… AS REAL)`",
    change:
      "Usar `now() at time zone 'utc'`, `to_char`, `insert … on conflict`, `cast(… as double precision)` ou a função `try_double(…)`.",
  },
  {
    where: '`database/scripts/maintenance.py`',
    change:
      '`sqlite_master`, `VACUUM` e `REINDEX`: não são mais necessários; o autovacuum faz isto, e a cópia é `backup/backup.sh`.',
  },
  {
    where: '`gateway/.env`, `config-app/backend/.env`, `/opt/autocore/.env`',
    change:
      'Acrescentar as variáveis `DATABASE_TYPE` e `DB_…` de `.env` (nunca as de administrador). Uma nova instalação reescreve estes arquivos.',
  },
  {
    where: '`autocore-gateway`',
    change: 'Não inicia sem o arquivo `autocore.db`: deixar um no lugar depois da troca.',
  },
];

/** What changes for the types of a plan: nothing in the compatible profile. */
export function placesFor(plan: Plan): Place[] {
  const typed = plan.tables.flatMap((table) =>
    table.columns.flatMap((column) => {
      const change = changes[column.conversion];
      return change === undefined ? [] : [{ where: `\`${table.target}.${column.target}\``, change }];
    }),
  );
  return [...always, ...(plan.profile === 'enhanced' ? typed : [])];
}

const changes: Record<string, string> = {
  jsonb:
    'JSONB: o modelo passa a `Column(JSONB)`; o driver devolve `dict` ou `list`: tirar `json.loads` na leitura e `json.dumps` na escrita.',
  uuid: 'UUID: o modelo passa a `Column(UUID(as_uuid=False))`; textos que não são UUID são recusados.',
  textArray:
    'TEXT[]: o modelo passa a `Column(ARRAY(Text))`; `lower(tags) LIKE` não existe para vetores: `tags.any(valor)` ou `tags.contains([valor])`.',
};

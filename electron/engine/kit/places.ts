import type { Plan } from '../../../shared/model/index.ts';

/** A place in the application's code and what changes there; for the developer, in Portuguese. */
export interface Place {
  where: string;
  change: string;
}

/** What changes for any PostgreSQL. */
const always: Place[] = [
  {
    where:
      '`database/src/models/models.py` (`get_engine`), `database/shared/repositories.py`, `database/shared/vehicle_repository.py`, as sementes em `database/seeds`, `database/scripts/update_macro_permissions.py`',
    change:
      'A URL `sqlite:///…/autocore.db` está fixa: `create_database_engine(url, …)` de `database_config.py` no lugar de `create_engine`; a URL fica valendo no SQLite. Só onde ela é a do `autocore.db`: testes, e o que abre cópias, ficam.',
  },
  {
    where: '`database/alembic/env.py`, os dois `alembic.ini`',
    change: 'Trocar `env.py` pelo do kit; `sqlalchemy.url` não é mais lida.',
  },
  {
    where:
      '`database/src/cli/manage.py`, `database/scripts/maintenance.py`, `Makefile`, `debug_simulator.sh`',
    change:
      'Abrem o arquivo com `sqlite3`: `create_database_engine()` ou `psql`. `sqlite_master`, `VACUUM` e `REINDEX` não são mais necessários: o autovacuum faz isto, e a cópia é `backup/backup.sh`.',
  },
  {
    where: '`repositories.py`, `vehicle_repository.py`, `main.py`',
    change:
      'O texto `\'UNIQUE constraint failed\'` é só do SQLite: capturar `sqlalchemy.exc.IntegrityError` e perguntar `is_unique_violation(e, "uuid")`.',
  },
  {
    where: 'Buscas com `LIKE`',
    change:
      'O SQLite ignora maiúsculas ASCII no `LIKE`, o PostgreSQL não: `ilike`, ou `func.lower(coluna).like(texto.lower())`.',
  },
  {
    where:
      '`order_by` de colunas que podem ser NULL (`can_signals.category`, `icons.category`, `devices.last_seen`)',
    change:
      'NULL vem primeiro no SQLite e por último no PostgreSQL: `nullsfirst()`, e `desc().nullslast()`; no SQLite a partir do 3.30.',
  },
  {
    where:
      '`order_by` de colunas que se repetem (`event_logs.timestamp`, `telemetry_data.timestamp`, `position`)',
    change: 'Linhas iguais não têm ordem própria: uma segunda chave, `id`.',
  },
  {
    where: '`func.avg`, `func.sum`, colunas `Numeric`',
    change: 'Vêm como `Decimal`, que no JSON é texto: `float(…)` ou `cast(…, Float)`.',
  },
  {
    where:
      'Apagar ou gravar o que outra tabela nomeia (uma placa de relés com botões, telemetria de um dispositivo que não há)',
    change:
      'O SQLite nunca verificou as chaves estrangeiras; o PostgreSQL recusa com `IntegrityError`: apagar ou soltar antes os `screen_items` do relé.',
  },
  {
    where: 'Números de `id`',
    change:
      'Uma linha recusada ou apagada não devolve o seu `id`: há lacunas, e `max(id) + 1` não é o próximo.',
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
    where: '`gateway/.env`, `config-app/backend/.env`, `/opt/autocore/.env`',
    change:
      'A entrada em produção os altera. Uma nova instalação os reescreve, e põe o `autocore.db` do desenvolvedor no lugar: repetir então a entrada em produção.',
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

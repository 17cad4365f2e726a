"""Ambiente do Alembic nos dois bancos: o endereço é o da aplicação (database_config.py)."""

import sys
from contextlib import suppress
from logging.config import fileConfig
from pathlib import Path

from alembic import context
from sqlalchemy import BigInteger, Float, Integer, String, Table, event, text

here = Path(__file__).resolve().parent
sys.path[:0] = [str((here / folder).resolve()) for folder in (@FOLDERS@,)]

from database_config import create_database_engine, get_database_url  # noqa: E402
@IMPORTS@

# As tabelas dos modelos.
target_metadata = @METADATA@

# Índices que só existem no PostgreSQL: estão na revisão do kit, não nos modelos.
ONLY_POSTGRESQL = {
    "@INDEXES@",
}


def partitions_of(connection):
    """Tabelas divididas e suas partições; novas partições aparecem todo mês."""
    if connection.dialect.name != "postgresql":
        return set(), set()
    asked = "select relname, relkind from pg_catalog.pg_class where relispartition or relkind = 'p'"
    rows = connection.execute(text(asked)).fetchall()
    divided = {name for name, kind in rows if kind == "p"}
    return divided, {name for name, kind in rows if kind == "r"}


def include_object(divided, partitions):
    """O que a comparação deixa em paz. Visões ela não vê, e outros esquemas (autocore_migration) também não."""

    def include(item, name, type_, reflected, compare_to):
        if type_ == "table":
            return name not in partitions
        if type_ == "index" and reflected:
            return name not in ONLY_POSTGRESQL
        if type_ == "foreign_key_constraint":
            # Com linhas sem pai, a chave de uma tabela dividida está em cada partição.
            return item.table.name not in divided
        return True

    return include


@event.listens_for(Table, "column_reflect")
def without_identity(_inspector, _table, column):
    """Os modelos não dizem de onde vem o `id`; no PostgreSQL é de uma identidade, que o Alembic quereria tirar."""
    column.pop("identity", None)


def compare_type(_context, _inspected, _column, database, model):
    """A migração alarga o que o SQLite nunca limitou (tamanhos, inteiros, um inteiro que guarda 1.6)."""
    texts = isinstance(database, String) and isinstance(model, String)
    integers = isinstance(database, Integer) and isinstance(model, Integer)
    numbers = isinstance(database, Float) and isinstance(model, (Float, Integer))
    narrower = isinstance(model, BigInteger) and not isinstance(database, (BigInteger, Float))
    return False if texts or numbers or (integers and not narrower) else None


def configure(**options):
    # Os valores padrão estão nos modelos, o banco não os tem: não se comparam.
    context.configure(target_metadata=target_metadata, compare_server_default=False, **options)
    with context.begin_transaction():
        context.run_migrations()


if context.config.config_file_name:
    with suppress(KeyError):
        # Um alembic.ini pode não falar de logs.
        fileConfig(context.config.config_file_name, disable_existing_loggers=False)

if context.is_offline_mode():
    configure(url=get_database_url(), literal_binds=True)
else:
    engine = create_database_engine()
    # Uma pergunta já abre uma transação no SQLAlchemy 2, e o Alembic só confirma as que ele mesmo abre.
    with engine.connect() as connection:
        divided, partitions = partitions_of(connection)
    with engine.connect() as connection:
        configure(
            connection=connection,
            include_object=include_object(divided, partitions),
            compare_type=compare_type,
            render_as_batch=connection.dialect.name == "sqlite",
        )

"""Onde está o banco do AutoCore: DATABASE_TYPE=postgresql ou sqlite (padrão)."""

import os
import re
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import URL, make_url

# A raiz do projeto, a partir da pasta deste arquivo.
ROOT = Path(__file__).resolve().parent / "@ROOT@"

# O que só o sqlite3.connect entende: https://docs.python.org/3/library/sqlite3.html#sqlite3.connect
SQLITE_ARGUMENTS = {
    "check_same_thread", "timeout", "isolation_level", "detect_types", "cached_statements", "factory", "uri", "autocommit",
}
# Um pool escolhido para um arquivo (StaticPool: uma só conexão para todos), e o que abre o próprio SQLite.
SQLITE_OPTIONS = {"poolclass", "pool", "creator", "module", "native_datetime"}


def load_env():
    """Scripts de `database` não leem nenhum .env: o da raiz do projeto vale onde o ambiente não diz nada."""
    if "DATABASE_TYPE" in os.environ:
        return
    try:
        from dotenv import load_dotenv
    except ImportError:
        return
    load_dotenv(ROOT / ".env")


def database_url(url=None) -> URL:
    """Endereço que as variáveis de ambiente dizem; `url` é a do SQLite onde elas não dizem outra."""
    load_env()
    if os.getenv("DATABASE_TYPE", "sqlite").lower() in ("postgresql", "postgres"):
        host = (os.getenv("DB_HOST") or "localhost").strip("[]")
        port = os.getenv("DB_PORT") or "5432"
        # Um soquete é uma pasta: https://docs.sqlalchemy.org/en/20/dialects/postgresql.html#unix-domain-connections
        where = {"query": {"host": host, "port": port}} if host.startswith("/") else {"host": host, "port": int(port)}
        return URL.create(
            "postgresql+psycopg2",
            username=os.getenv("DB_USER") or "autocore_user",
            password=os.getenv("DB_PASSWORD") or None,
            database=os.getenv("DB_NAME") or "autocore",
            **where,
        )
    if os.getenv("DB_PATH"):
        return URL.create("sqlite", database=os.getenv("DB_PATH"))
    if url is not None:
        return make_url(url)
    return URL.create("sqlite", database=os.getenv("DATABASE_PATH") or "autocore.db")


def get_database_url(url=None) -> str:
    """O mesmo endereço como texto, com a senha: não o grave em um log."""
    return database_url(url).render_as_string(hide_password=False)


def create_database_engine(url=None, **options):
    """
    Fica no lugar de `create_engine("sqlite:///…/autocore.db", …)`: no SQLite é o mesmo engine.

    Com DATABASE_TYPE=postgresql a `url` não é lida: só serve para o banco do AutoCore, nunca para testes ou cópias. As
    `options` têm precedência sobre as daqui; o que só o SQLite entende, e o pool escolhido para ele, não valem ali.
    """
    address = database_url(url)
    given = dict(options.pop("connect_args", None) or {})
    if address.get_backend_name() == "sqlite":
        return create_engine(address, connect_args={"check_same_thread": False, **given}, **options)
    arguments = {name: value for name, value in given.items() if name not in SQLITE_ARGUMENTS}
    settings = {
        "pool_size": 10,
        "max_overflow": 20,
        # Uma conexão que o servidor fechou é trocada antes do uso.
        "pool_pre_ping": True,
        "pool_recycle": 1800,
    }
    settings.update((name, value) for name, value in options.items() if name not in SQLITE_OPTIONS)
    settings["connect_args"] = {
        "application_name": "autocore",
        "connect_timeout": 10,
        **arguments,
        # func.now() é UTC no SQLite e segue o fuso da sessão no PostgreSQL.
        "options": f"-c timezone=UTC {arguments.get('options', '')}".strip(),
    }
    return create_engine(address, **settings)


def violated_constraint(error):
    """Nome da regra que recusou a linha (`devices_uuid_key`); no SQLite, as colunas que ele nomeia (`devices.uuid`)."""
    cause = getattr(error, "orig", error)
    diagnosis = getattr(cause, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name
    found = re.search(r"constraint failed: (.+)", str(cause))
    return found.group(1) if found else None


def is_unique_violation(error, columns=None) -> bool:
    """
    A linha já existia? Com `columns` (`"uuid"`, `"devices.uuid"`, `"a, b"`): foi por causa delas?

    De um índice sobre uma expressão o SQLite só diz o nome, que também pode estar em `columns`.
    """
    cause = getattr(error, "orig", error)
    diagnosis = getattr(cause, "diag", None)
    if diagnosis is None:
        found = re.search(r"UNIQUE constraint failed: (?:index '(.+)'|(.+))", str(cause))
        rule, key = found.groups() if found else (None, None)
        found = found is not None
    else:
        # 23505: https://www.postgresql.org/docs/current/errcodes-appendix.html
        found = getattr(cause, "pgcode", None) == "23505"
        rule, key = diagnosis.constraint_name, key_of(diagnosis.message_detail or "")
    if not found or columns is None or columns == rule:
        return found
    wanted = [each.strip().rsplit(".", 1)[-1] for each in columns.split(",")]
    named = columns_of(key or "")
    return named == wanted if len(wanted) > 1 else wanted[0] in named


def key_of(detail):
    """O que está no primeiro par de parênteses: `Key (lower(name::text))=(a) already exists.`, em qualquer língua."""
    start = detail.find("(")
    depth = 0
    for at in range(max(start, 0), len(detail)):
        depth += {"(": 1, ")": -1}.get(detail[at], 0)
        if depth == 0:
            return detail[start + 1 : at]
    return ""


def columns_of(key):
    """As colunas de uma chave; de uma expressão, os nomes que não são de funções nem de tipos."""
    plain = re.sub(r"'[^']*'|::[\w ]+(\([\d, ]+\))?(\[\])?", "", key)
    names = re.findall(r'(?:"([^"]+)"|\b([^\W\d]\w*)\b)(?!\s*[.(])', plain)
    return [quoted or name for quoted, name in names]

"""Onde está o banco do AutoCore: DATABASE_TYPE=postgresql ou sqlite (padrão)."""

import os
import re
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine


def load_env():
    """Scripts de `database` não leem nenhum .env: o da raiz do projeto vale onde o ambiente não diz nada."""
    if "DATABASE_TYPE" in os.environ:
        return
    try:
        from dotenv import load_dotenv
    except ImportError:
        return
    load_dotenv(Path(__file__).resolve().parents[2] / ".env")


def get_database_url(sqlite_url=None) -> str:
    """URL do SQLAlchemy, a partir das variáveis de ambiente; `sqlite_url` é a do SQLite onde elas não dizem outra."""
    load_env()
    if os.getenv("DATABASE_TYPE", "sqlite").lower() in ("postgresql", "postgres"):
        user = quote(os.getenv("DB_USER", "autocore_user"), safe="")
        password = quote(os.getenv("DB_PASSWORD", ""), safe="")
        host = os.getenv("DB_HOST", "localhost")
        port = os.getenv("DB_PORT", "5432")
        name = quote(os.getenv("DB_NAME", "autocore"), safe="")
        return f"postgresql+psycopg2://{user}:{password}@{host}:{port}/{name}"
    if os.getenv("DB_PATH"):
        return f"sqlite:///{os.getenv('DB_PATH')}"
    return str(sqlite_url or f"sqlite:///{os.getenv('DATABASE_PATH') or 'autocore.db'}")


def create_database_engine(sqlite_url=None, **options):
    """
    Engine com as opções de cada banco; `options` têm precedência.

    Fica no lugar de `create_engine("sqlite:///…", …)`: a URL vale enquanto DATABASE_TYPE não for postgresql, e o que
    só o driver do SQLite entende não chega ao do PostgreSQL.
    """
    url = get_database_url(sqlite_url)
    if url.startswith("sqlite"):
        return create_engine(url, **{"connect_args": {"check_same_thread": False}, **options})
    if "check_same_thread" in options.get("connect_args", {}):
        options = {name: value for name, value in options.items() if name not in ("connect_args", "poolclass")}
    settings = {
        "pool_size": 10,
        "max_overflow": 20,
        # Uma conexão que o servidor fechou é trocada antes do uso.
        "pool_pre_ping": True,
        "pool_recycle": 1800,
        # func.now() é UTC no SQLite e segue o fuso da sessão no PostgreSQL.
        "connect_args": {"options": "-c timezone=UTC", "application_name": "autocore", "connect_timeout": 10},
    }
    return create_engine(url, **{**settings, **options})


def violated_constraint(error):
    """Nome da regra que recusou a linha (`devices_uuid_key`); no SQLite, as colunas que ele nomeia (`devices.uuid`)."""
    cause = getattr(error, "orig", error)
    diagnosis = getattr(cause, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name
    found = re.search(r"constraint failed: (.+)", str(cause))
    return found.group(1) if found else None


def is_unique_violation(error, columns=None) -> bool:
    """A linha já existia? Com `columns` (`"uuid"` ou `"devices.uuid"`): foi por causa delas?"""
    cause = getattr(error, "orig", error)
    diagnosis = getattr(cause, "diag", None)
    if diagnosis is None:
        found = re.search(r"UNIQUE constraint failed: (.+)", str(cause))
        named = found.group(1) if found else None
    else:
        # 23505: https://www.postgresql.org/docs/current/errcodes-appendix.html
        found = getattr(cause, "pgcode", None) == "23505" and re.search(r"\(([^()]+)\)=", diagnosis.message_detail or "")
        named = found.group(1) if found else None
    if named is None or columns is None:
        return named is not None
    plain = [each.strip().strip('"').rsplit(".", 1)[-1] for each in named.split(",")]
    wanted = [each.strip().rsplit(".", 1)[-1] for each in columns.split(",")]
    return plain == wanted if "," in columns else wanted[0] in plain

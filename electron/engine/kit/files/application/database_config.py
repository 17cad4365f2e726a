"""Onde está o banco do AutoCore: DATABASE_TYPE=postgresql ou sqlite (padrão)."""

import os
from urllib.parse import quote

from sqlalchemy import create_engine


def get_database_url() -> str:
    """URL do SQLAlchemy, a partir das variáveis de ambiente."""
    if os.getenv("DATABASE_TYPE", "sqlite").lower() in ("postgresql", "postgres"):
        user = quote(os.getenv("DB_USER", "autocore_user"), safe="")
        password = quote(os.getenv("DB_PASSWORD", ""), safe="")
        host = os.getenv("DB_HOST", "localhost")
        port = os.getenv("DB_PORT", "5432")
        name = quote(os.getenv("DB_NAME", "autocore"), safe="")
        return f"postgresql+psycopg2://{user}:{password}@{host}:{port}/{name}"
    return f"sqlite:///{os.getenv('DB_PATH') or os.getenv('DATABASE_PATH') or 'autocore.db'}"


def create_database_engine(**options):
    """Engine com as opções de cada banco; `options` têm precedência."""
    url = get_database_url()
    if url.startswith("sqlite"):
        return create_engine(url, **{"connect_args": {"check_same_thread": False}, **options})
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

"""An application that lives: writes a row every 10 ms and notes each one that it was told is committed.

Arguments: .env file (its settings decide where to, read anew for every connection), SQLite file, file of notes, `keep`
or `each`: one connection for all rows, or one for each row. Ends when standard input is closed. A note is one line,
`+ token`; a write that was refused is `- token reason`.
"""
import select
import sqlite3
import sys

import psycopg2

env, database, notes, mode = sys.argv[1:5]


def settings():
    found = {}
    with open(env, encoding="utf-8") as lines:
        for line in lines:
            name, sign, value = line.strip().partition("=")
            if sign:
                value = value.split(" #")[0].strip()
                quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
                found[name] = value[1:-1] if quoted else value
    return found


def connect():
    given = settings()
    if given.get("DATABASE_TYPE") != "postgresql":
        return sqlite3.connect(f"file:{database}?mode=rw", uri=True, timeout=5), "?"
    return (
        psycopg2.connect(
            host=given["DB_HOST"],
            port=given["DB_PORT"],
            dbname=given["DB_NAME"],
            user=given["DB_USER"],
            password=given.get("DB_PASSWORD"),
            application_name="autocore-gateway",
            connect_timeout=5,
        ),
        "%s",
    )


def write(connection, place, token):
    cursor = connection.cursor()
    cursor.execute(
        "insert into event_logs (timestamp, event_type, source, action, payload) "
        f"values ({place}, {place}, {place}, {place}, {place})",
        ("2026-01-02 03:04:05.678901", "device", "writer", token, token),
    )
    connection.commit()


number = 0
connection = None
with open(notes, "a", encoding="utf-8", buffering=1) as log:
    log.write("begun\n")
    while not select.select([sys.stdin], [], [], 0.01)[0]:
        number += 1
        token = f"{sys.argv[5] if len(sys.argv) > 5 else 'w'}-{number}"
        try:
            if connection is None:
                connection, place = connect()
            write(connection, place, token)
            log.write(f"+ {token}\n")
            if mode == "each":
                connection.close()
                connection = None
        except (psycopg2.Error, sqlite3.Error, OSError, KeyError) as error:
            log.write(f"- {token} {type(error).__name__} {str(error).splitlines()[0] if str(error) else ''}\n")
            try:
                connection and connection.close()
            finally:
                connection = None

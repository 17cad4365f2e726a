"""Writes into a migrated database as AutoCore's own code does: through psycopg2, with Python's values.

Arguments: connection URL, rows to insert. Prints JSON: rows inserted, updated and deleted by table.
"""
import datetime
import json
import random
import sys

import psycopg2
import psycopg2.extras

url, wanted = sys.argv[1], int(sys.argv[2])
random.seed(7)
words = ["ção", "tab\there", "line\nbreak", "back\\slash", "quote'\"", "\\N", "emoji 🚗", "", "0", "{\"a\": [1, null]}"]
done = {"inserted": {}, "updated": {}, "deleted": {}}


def other(value, n, length):
    """A value of the same kind that was not there before."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value * 1.1 + n / 3
    if isinstance(value, datetime.datetime):
        return value + datetime.timedelta(hours=n, microseconds=random.choice([0, 1, 250000, 999999]))
    if isinstance(value, str):
        text = f"{n}-{random.choice(words)}"
        return text[:length] if length else text
    return value


def attempt(cursor, sql, values):
    """True where the database's rules allow it."""
    cursor.execute("savepoint one")
    try:
        cursor.execute(sql, values)
        return cursor.rowcount > 0
    except (psycopg2.IntegrityError, psycopg2.DataError):
        cursor.execute("rollback to savepoint one")
        return False


def count(what, table):
    done[what][table] = done[what].get(table, 0) + 1


with psycopg2.connect(url) as connection, connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
    cursor.execute("set time zone 'UTC'")
    cursor.execute(
        """select c.table_name as t, c.column_name as c, c.character_maximum_length as length, c.is_identity = 'YES' as id
           from information_schema.columns c join information_schema.tables i using (table_schema, table_name)
           where c.table_schema = 'public' and i.table_type = 'BASE TABLE' and not exists (
             select from pg_inherits where inhrelid = format('%I.%I', c.table_schema, c.table_name)::regclass)
           order by 1, c.ordinal_position"""
    )
    tables = {}
    for row in cursor.fetchall():
        tables.setdefault(row["t"], {})[row["c"]] = row
    rows = {}
    for table in tables:
        cursor.execute(f'select * from "{table}"')
        rows[table] = cursor.fetchall()
    total = 0
    for n in range(wanted * 5):
        if total == wanted:
            break
        table = random.choice([t for t in tables if rows[t]])
        columns = [c for c in tables[table] if not tables[table][c]["id"]]
        row = random.choice(rows[table])
        new = {c: other(row[c], n, tables[table][c]["length"]) for c in columns}
        places = ", ".join(["%s"] * len(columns))
        sql = f'insert into "{table}" ({", ".join(chr(34) + c + chr(34) for c in columns)}) values ({places})'
        # What a rule does not allow is tried with its enumerations as they were.
        kept = {c: new[c] if not isinstance(row[c], str) or random.random() < 0.5 else row[c] for c in columns}
        if attempt(cursor, sql, list(new.values())) or attempt(cursor, sql, list(kept.values())):
            count("inserted", table)
            total += 1
    for table, columns in tables.items():
        if "id" not in columns or not rows[table]:
            continue
        for n, row in enumerate(random.sample(rows[table], min(5, len(rows[table])))):
            c = random.choice([c for c in columns if c != "id"])
            value = None if n == 0 else other(row[c], n, columns[c]["length"])
            if value != row[c] and attempt(cursor, f'update "{table}" set "{c}" = %s where id = %s', (value, row["id"])):
                count("updated", table)
    for row in random.sample(rows["telemetry_data"], 20):
        if attempt(cursor, "delete from telemetry_data where id = %s", (row["id"],)):
            count("deleted", "telemetry_data")
print(json.dumps(done))

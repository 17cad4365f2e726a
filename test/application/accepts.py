"""Writes what AutoCore's API accepts beyond its columns into the database at argv[1], and prints what comes back."""

import json
import sys

import psycopg2

connection = psycopg2.connect(sys.argv[1])
cursor = connection.cursor()


def put(sql, *values):
    cursor.execute(sql, values)
    return cursor.fetchone()


print(json.dumps([
    *put(
        "update vehicles set color = %s, chassis = %s, notes = %s, engine_capacity = %s where id = 1"
        " returning length(color), length(chassis), length(notes), engine_capacity",
        "v" * 50, "9" * 30, "n" * 1000, 1.6,
    ),
    *put(
        "insert into devices (uuid, name, type, status, firmware_version, mac_address, ip_address)"
        " values (%s, %s, 'gateway', 'online', %s, '', %s) returning length(name), length(firmware_version)",
        "u" * 200, "nome " * 60, "f" * 500, "2001:0db8:85a3:0000:0000:8a2e:0370:7334%eth0",
    ),
    *put(
        "insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value, unit)"
        " values ('2026-01-02 03:04:05', 1, 'prova', 'chave', '1', %s) returning length(unit)",
        "k" * 100,
    ),
    *put(
        "insert into can_signals (signal_name, can_id, start_bit, length_bits, unit, scale_factor)"
        " values ('prova', '0x18FEF100', 0, 8, %s, 0.1) returning length(unit), scale_factor",
        "r" * 100,
    ),
]))
connection.commit()
cursor.execute("select engine_capacity from vehicles where id = 1")
(capacity,) = cursor.fetchone()
print(type(capacity).__name__, repr(capacity))

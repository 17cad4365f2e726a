"""Writes one row after the other as a living application does, until a file appears; prints each number once committed.

Arguments: connection URL, path of the file that ends it.
"""
import os
import sys
import time

import psycopg2

url, stop = sys.argv[1], sys.argv[2]
connection = psycopg2.connect(url)
n = 0
while not os.path.exists(stop):
    n += 1
    with connection, connection.cursor() as cursor:
        cursor.execute(
            """insert into public.telemetry_data (timestamp, device_id, data_type, data_key, data_value)
               values (now(), 1, 'test', 'writer', %s)""",
            (str(n),),
        )
    print(n, flush=True)
    time.sleep(0.01)
connection.close()

"""What a cron job does with the file itself."""
import sqlite3


def tidy(path="autocore.db"):
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM event_logs WHERE timestamp < datetime('now', '-30 days')")
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    average = connection.execute("SELECT AVG(CAST(data_value AS REAL)) FROM telemetry_data").fetchone()
    connection.execute("VACUUM")
    return tables, average

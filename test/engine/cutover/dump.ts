import Database from 'better-sqlite3';

/** Every value with its storage class, as text. */
export function dump(path: string): Record<string, string[]> {
  const db = new Database(path, { readonly: true });
  try {
    const names = db
      .prepare(
        `select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite\\_%' escape '\\'`,
      )
      .pluck()
      .all() as string[];
    return Object.fromEntries(
      names.map((name) => {
        const columns = (db.pragma(`table_xinfo("${name.replaceAll('"', '""')}")`) as { name: string }[])
          .map((c) => `"${c.name.replaceAll('"', '""')}"`)
          .map((c) => `typeof(${c}) || ':' || coalesce(hex(${c}), '')`);
        const sql = `select ${columns.join(` || '|' || `)} from "${name.replaceAll('"', '""')}"`;
        return [name, (db.prepare(sql).pluck().all() as string[]).sort()];
      }),
    );
  } finally {
    db.close();
  }
}

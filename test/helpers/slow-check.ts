import Database from 'better-sqlite3';

/** A small database that SQLite needs hours to check, in one go. */
export function slowToCheck(file: string): void {
  const db = new Database(file);
  const slow = `length(replace(hex(zeroblob(1500000 + id)), '00', 'a')) > 0`;
  db.exec(`create table devices (id integer primary key, name text, check (${slow}))`);
  db.pragma('ignore_check_constraints = on');
  const insert = db.prepare('insert into devices (name) values (?)');
  db.transaction(() => {
    for (let i = 0; i < 200_000; i++) insert.run(`device ${i}`);
  })();
  db.close();
}

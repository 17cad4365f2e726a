/** Tables of the application's newest database, which is known by them (`14 tables`); null for a version with a name. */
export function tablesOfNewest(autocore: string): number | null {
  const tables = /^(\d+) tables$/.exec(autocore)?.[1];
  return tables === undefined ? null : Number(tables);
}

import type { Translate } from '../../../../shared/messages/index.ts';

/** Says that a source is the application's database, and of which version: the newest are known by their tables. */
export function autocoreLines(autocore: string | null, t: Translate): string[] {
  if (autocore === null) return [];
  const tables = /^(\d+) tables$/.exec(autocore)?.[1];
  if (tables === undefined) return [t('cli.summary.autocore', { name: autocore })];
  return [t('cli.summary.autocoreTables', { count: Number(tables) })];
}

import { tablesOfNewest } from '../../../../shared/autocore.ts';
import type { Translate } from '../../../../shared/messages/index.ts';

/** Says that a source is the application's database, and of which version. */
export function autocoreLines(autocore: string | null, t: Translate): string[] {
  if (autocore === null) return [];
  const count = tablesOfNewest(autocore);
  if (count === null) return [t('cli.summary.autocore', { name: autocore })];
  return [t('cli.summary.autocoreTables', { count })];
}

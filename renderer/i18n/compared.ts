import { differenceKinds, differencesOf } from '../../shared/differences.ts';
import type { RunState } from '../../shared/model/index.ts';
import type { Format } from './formats.ts';
import { totalOf } from './result.ts';

type Compared = Pick<RunState, 'tables' | 'objects' | 'validation'>;

/**
 * What the comparison of both sides found, in a sentence, and what to do where they differ.
 * @param exceptions how many values and rows are kept with their originals: they are not part of what is the same
 * @returns null where nothing was compared, or the account of a table does not add up, which is no result
 */
export function comparedText(run: Compared, exceptions: number, format: Format): string | null {
  const { t, number } = format;
  const { validation } = run;
  if (!validation) return null;
  const { source, migrated, quarantined } = totalOf(run.tables);
  const params = { count: migrated, rows: number(migrated) };
  if (validation.status === 'different') {
    const { what, where } = kindsOf(run, t);
    const how = validation.level === 'counts' ? 'differentCounts' : 'different';
    return `${t(`wizard.compared.${how}`, { ...params, what })} ${t('wizard.compared.toDo', { where })}`;
  }
  if (source === 0 || source !== migrated + quarantined) return null;
  const result = t(`wizard.compared.${validation.level}`, params);
  if (exceptions === 0) return result;
  return t('wizard.compared.except', { count: exceptions, exceptions: number(exceptions), result });
}

/** The kinds of differences with their numbers, and the parts of the page that show them. */
function kindsOf(run: Compared, t: Format['t']): { what: string; where: string[] } {
  const found = differencesOf(run);
  const kinds = differenceKinds.filter((kind) => found[kind] > 0);
  const places = kinds.map((kind) => {
    if (kind === 'accounts') return 'accounts';
    return kind === 'values' ? 'differences' : 'objects';
  });
  return {
    what: kinds.map((kind) => t(`certificate.verdict.differs.${kind}`, { count: found[kind] })).join('; '),
    where: [...new Set(places)].map((place) => t(`wizard.compared.where.${place}`)),
  };
}

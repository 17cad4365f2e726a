import type { Added, WayBackAccount } from './contract.ts';
import type { Translate } from './messages/index.ts';

/** Null: the server could not be asked. */
type Told = Partial<Omit<WayBackAccount, 'added'>> &
  Pick<WayBackAccount, 'missing'> & { added: Added[] | null };

/**
 * What goes back, or went, beside the rows of the plan; and what does not.
 * @param reader whom a choice is named to: by its option, or not, where there are buttons for it
 */
export function wayBackLines(
  account: Told,
  t: Translate,
  reader: 'terminal' | 'wizard' = 'terminal',
): string[] {
  const { added, missing, spelled = [], displaced = [], leftBehind = [] } = account;
  return [
    ...(added === null ? [t('cutover.restore.addedUnknown')] : []),
    ...(added?.length ? [t('cutover.restore.addedTitle')] : []),
    ...(added ?? []).map((each) => `  ${addedLine(each, t, reader)}`),
    ...missing.map(({ table, column, looksLike, by }) => {
      const alike = looksLike === null ? '' : t('cutover.restore.alike', { looksLike });
      const what = t(`cutover.restore.missingBy.${by}`, {
        context: reader,
        looksLike: looksLike ?? '',
        alike,
      });
      return t('cutover.restore.missing', { name: column === null ? table : `${table}.${column}`, what });
    }),
    ...spelled.map(({ values: count, as, ...rest }) =>
      t('cutover.restore.spelled', { ...rest, count, what: t(`cutover.restore.spelledAs.${as}`, { count }) }),
    ),
    ...displaced.map((each) => t('cutover.restore.displaced', { ...each })),
    ...leftBehind.map(({ table, key, reason }) => t('cutover.restore.leftBehind', { table, key, reason })),
  ];
}

function addedLine(added: Added, t: Translate, context: string): string {
  const { kind, name, table, rows: count, brought, as, reason } = added;
  const rows =
    count === null ? '' : t(`cutover.restore.${kind === 'column' ? 'addedValues' : 'addedRows'}`, { count });
  const known = /^(left|noRows|derived|elsewhere|childOnly|privileges)$/.test(reason ?? '');
  const what = brought
    ? reason === 'withTable'
      ? t('cutover.restore.withTable')
      : t(`cutover.restore.${as === null ? 'brings' : 'bringsAs'}`, { as: as ?? '' })
    : known
      ? t(`cutover.restore.reasons.${reason}`, { context })
      : t('cutover.restore.notBrought', { reason: reason ?? '' });
  const place = table === null ? name : `${table}.${name}`;
  return t('cutover.restore.added', { kind: t(`cutover.restore.kinds.${kind}`), name: place, rows, what });
}

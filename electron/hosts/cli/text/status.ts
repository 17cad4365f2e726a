import type { Language, Translate } from '../../../../shared/messages/index.ts';
import type { ReplicationStatus, TargetStatus } from '../../../../shared/model/index.ts';
import { placementText } from './placement.ts';
import { table } from './table.ts';

const mega = 2 ** 20;

/** The state of a target for a terminal; what needs attention stands last. */
export function statusText(status: TargetStatus, t: Translate, language: Language): string {
  const { server, schema, connections, slowest, lastBackup } = status;
  const head = (...names: string[]) => names.map((name) => t(`status.columns.${name}`));
  const mib = (bytes: number) => Math.round((bytes / mega) * 10) / 10;
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
  const unused = status.unusedIndexes.map((index) => index.name).join(', ');
  return [
    t('status.title', { server, schema, mib: mib(status.bytes) }),
    table(
      head('table', 'mib', 'rows', 'dead'),
      status.tables.map((each) => [each.name, mib(each.bytes), each.rows, each.dead]),
      language,
    ),
    '',
    ...status.hypertables.map(({ table, chunks }) => t('status.hypertable', { table, count: chunks })),
    ...status.partitions.map(({ partitions, ...each }) =>
      t('status.partitions', { ...each, count: partitions }),
    ),
    t('status.connections', connections),
    ...(unused ? [t('status.unused', { names: unused })] : []),
    ...(slowest === null
      ? [t('status.noStatements')]
      : [
          t('status.slowest'),
          table(
            head('statement', 'calls', 'mean'),
            slowest.map((each) => [each.query.slice(0, 80), each.calls, Math.round(each.meanMs * 100) / 100]),
            language,
          ),
        ]),
    ...(status.schedulers.length > 0
      ? [t('status.schedulers', { names: status.schedulers.join(', ') })]
      : []),
    ...replicationLines(status.replication, t),
    ...(lastBackup
      ? [t('status.backup', { file: lastBackup.file, at: time.format(new Date(lastBackup.at)) })]
      : []),
    ...placementText(status.placement, t, language),
    '',
    ...status.warnings.map(({ code, ...params }) => t(`status.warnings.${code}`, params)),
    ...(status.warnings.length === 0 ? [t('status.fine')] : []),
  ].join('\n');
}

/** Who follows the server, and what it keeps for them. */
function replicationLines(
  { recovering, replayedAt, waits, standbys, slots }: ReplicationStatus,
  t: Translate,
): string[] {
  const mib = (bytes: number | null) => Math.round(((bytes ?? 0) / mega) * 10) / 10;
  return [
    ...(recovering ? [t('status.replayed', { at: replayedAt ?? '?' })] : []),
    ...standbys.map(({ name, address, state, sync, lagBytes, lagSeconds }) =>
      state === null
        ? t('status.standbyUnseen')
        : t('status.standby', {
            ...{ name, address: address ?? '-', state, sync: sync ?? '?' },
            ...{ mib: mib(lagBytes), seconds: lagSeconds ?? 0 },
          }),
    ),
    ...slots.map(({ name, active, heldBytes, status }) =>
      t(`status.${active ? 'slot' : 'slotIdle'}`, { name, mib: mib(heldBytes), status: status ?? '?' }),
    ),
    ...(waits ? [t('status.waits')] : []),
  ];
}

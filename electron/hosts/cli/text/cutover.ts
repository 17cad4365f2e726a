import type { Translate } from '../../../../shared/messages/index.ts';
import { serviceCommands } from '../../../../shared/service-commands.ts';
import { visible } from '../../../../shared/visible.ts';
import { wayBackLines } from '../../../../shared/way-back-text.ts';
import type { OperationResult } from '../../../engine/operations.ts';

type Cutover = OperationResult<'cutover'>;
type Restored = NonNullable<OperationResult<'rollback'>['restored']>;

/** What was seen of the source's use, and what to do about it. */
export function checkLines({ writers, services, cron }: Cutover['use'], t: Translate): string[] {
  const item = (ok: boolean | null, text: string) => `  [${ok === null ? '?' : ok ? 'x' : ' '}] ${text}`;
  const list = (names: string[] | null, some: string, none: string, unknown: string): string => {
    if (names === null) return item(null, t(`cutover.checks.${unknown}`));
    if (names.length === 0) return item(true, t(`cutover.checks.${none}`));
    return item(false, t(`cutover.checks.${some}`, { list: names.join(', ') }));
  };
  return [
    t('cutover.checks.title'),
    list(writers, 'writers', 'noWriters', 'writersUnknown'),
    list(services, 'services', 'noServices', 'servicesUnknown'),
    item(cron === null ? null : !cron, t(`cutover.checks.${cron ? 'cron' : 'noCron'}`)),
    item(null, t('cutover.checks.drivers')),
    item(null, t('cutover.checks.redeploy')),
    '',
    t('cutover.checks.commands'),
    ...Object.values(serviceCommands).map((command) => `  ${command}`),
  ];
}

/** What would be done. */
export function planLines({ envs, managed, role, superuser, moved }: Cutover, t: Translate): string[] {
  return [
    ...moveLines(moved, t),
    ...envLines(envs, t),
    ...(managed ? [t('cutover.service.plan')] : []),
    ...(superuser ? [t('cutover.superuser', { role })] : []),
  ];
}

/** From where to where a live application goes, and what came along. */
function moveLines(moved: Cutover['moved'], t: Translate): string[] {
  if (moved === null) return [];
  const { from, until } = moved;
  return [
    t('cutover.move.from', { from }),
    until ? t('cutover.move.until', { until }) : t('cutover.move.unknown'),
  ];
}

function envLines(envs: Cutover['envs'], t: Translate): string[] {
  if (envs.length === 0) return [t('cutover.plan.noEnv')];
  return envs.flatMap(({ path, difference }) => {
    if (difference.length === 0) return [t('cutover.plan.envSame', { path })];
    return [t('cutover.plan.env', { path }), ...difference.map((line) => `  ${visible(line)}`)];
  });
}

export function doneLines(result: Cutover, t: Translate): string[] {
  const { run, rows, tables, role, schema, source, service, envs, moved } = result;
  return [
    t('cutover.done'),
    ...moveLines(moved, t),
    ...(rows === null ? [] : [t('cutover.caughtUp', { rows })]),
    t('cutover.role', { role, schema }),
    t('cutover.smoke', { tables: tables ?? 0 }),
    ...envLines(envs, t),
    t('cutover.sourceKept', { path: source }),
    ...(service === null ? [] : [serviceLine(service, t)]),
    t('cutover.checks.redeploy'),
    t('cutover.back', { run }),
  ];
}

function serviceLine(service: NonNullable<Cutover['service']>, t: Translate): string {
  if (!('refused' in service)) return t(`cutover.service.${service.begins}`);
  return t('cutover.service.none', { reason: service.refused || t('errors.server.noService.message') });
}

/** The way back, before it is taken or afterwards. */
export function restoreLines(restored: Restored, t: Translate): string[] {
  const { source: path, rows, since, until, kept, envs, snapshotOnly } = restored;
  const changed = restored.sourceChanged ? [t('cutover.restore.sourceChanged', { path })] : [];
  if (restored.rehearsed) {
    const { seconds, rows: along, stop } = restored.rehearsed;
    return [
      t('cutover.restore.rehearsed', { rows: along, seconds }),
      ...(stop.length === 0 ? [] : [t('cutover.restore.stopFirst', { list: stop.join(', ') })]),
      ...changed,
    ];
  }
  if (!restored.done) {
    return [
      t(`cutover.restore.${snapshotOnly ? 'planSnapshot' : 'plan'}`, { path, since }),
      ...envs.map((env) => t('cutover.restore.env', { path: env })),
      ...changed,
      ...(snapshotOnly ? [] : wayBackLines(restored, t)),
    ];
  }
  const { foreignKeys, rounded } = restored;
  return [
    t(`cutover.restore.${snapshotOnly ? 'doneSnapshot' : 'done'}`, { path, rows, since, until }),
    ...(kept === null ? [] : [t('cutover.restore.kept', { path: kept })]),
    ...envs.map((env) => t('cutover.restore.envRestored', { path: env })),
    ...(foreignKeys > 0 ? [t('cutover.restore.foreignKeys', { count: foreignKeys })] : []),
    ...(rounded > 0 ? [t('cutover.restore.rounded', { count: rounded })] : []),
    ...changed,
    ...wayBackLines(restored, t),
  ];
}

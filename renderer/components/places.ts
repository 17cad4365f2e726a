import type { TFunction } from 'i18next';
import type { RunItem } from '../../shared/contract.ts';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';
import type { WayProps } from './Way.tsx';

type Place = WayProps['place'];
type KnownRun = Exclude<RunItem, { error: unknown }>;

/** What is chosen as the target, as it is drawn. */
export function useTargetPlace(): Place {
  const { t } = useText();
  const target = useWizard((state) => state.target);
  const detail = t('wizard.schemaName', { name: target.schema });
  if (target.kind === 'managed') return { kind: 'server', name: t('wizard.target.managed'), detail };
  if (target.kind === 'folder')
    return { kind: 'folder', name: target.folder?.path ?? t('wizard.export.folder'), detail: null };
  return { kind: 'server', name: `${target.database} · ${target.host}:${target.port}`, detail };
}

/** Where a run of the list went; null for one that is not in it. */
export function useRunPlace(id: string | null): Place | null {
  const { t } = useText();
  const run = useWizard((state) => state.runs?.find((each) => each.id === id) ?? null);
  return run === null || 'error' in run ? null : placeOfRun(run.target, t);
}

/** A run's target, as it is drawn. */
export function placeOfRun({ managed, url, schema }: KnownRun['target'], t: TFunction): Place {
  const detail = t('wizard.schemaName', { name: schema });
  if (managed) return { kind: 'server', name: t('wizard.target.managed'), detail };
  if (url === '') return { kind: 'folder', name: t('wizard.export.target'), detail: null };
  return { kind: 'server', name: url.replace(/^\w+:\/\//, ''), detail };
}

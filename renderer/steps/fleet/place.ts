import { useText } from '../../i18n/format.ts';
import { isSettled } from '../../state/fleet-list.ts';
import { useWizard } from '../../state/use.ts';

/** The server of the fleet: where it is, else what is chosen. */
export function usePlace(): string {
  const { t } = useText();
  const fleet = useWizard((state) => state.fleet);
  const target = useWizard((state) => state.target);
  if (fleet && isSettled(fleet)) return fleet.target ?? t('wizard.fleet.place.local');
  if (target.kind !== 'server') return t('wizard.fleet.place.local');
  return target.database === '' || target.host === ''
    ? '–'
    : `${target.database} · ${target.host}:${target.port}`;
}

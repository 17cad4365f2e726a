import { Facts } from '../../components/Facts.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';
import { isInTarget, isNext, isWrong } from '../../state/fleet-list.ts';
import { useWizard } from '../../state/use.ts';
import { usePlace } from './place.ts';

/** What the next turn does, before it does anything. */
export function Preview() {
  const { t, bytes } = useText();
  const fleet = useWizard((state) => state.fleet);
  const place = usePlace();
  if (!fleet) return null;
  const next = fleet.vehicles.filter(isNext);
  const there = fleet.vehicles.filter(isInTarget).length;
  const wrong = fleet.vehicles.filter(isWrong).length;
  const size = next.reduce((sum, each) => sum + (each.bytes ?? 0), 0);
  const created = fleet.each === 'database' ? 'databases' : 'createdOf';
  const name = (key: string): string => t(`wizard.fleet.preview.${key}`);
  return (
    <Panel title={name('title')}>
      <Facts
        facts={[
          [name('files'), t('wizard.fleet.preview.filesOf', { count: next.length, bytes: bytes(size) })],
          [name('there'), there === 0 ? null : t('wizard.fleet.preview.thereOf', { count: there })],
          [name('wrong'), wrong === 0 ? null : t('wizard.fleet.preview.wrongOf', { count: wrong })],
          [name('place'), place],
          [name('created'), t(`wizard.fleet.preview.${created}`, { count: next.length })],
        ]}
      />
    </Panel>
  );
}

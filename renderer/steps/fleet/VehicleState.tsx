import { Badge, Text } from '@mantine/core';
import type { FleetItem, FleetWorking } from '../../../shared/contract.ts';
import { Bar } from '../../components/Bar.tsx';
import { Said } from '../../components/Said.tsx';
import { useText } from '../../i18n/format.ts';
import { stageName } from '../../i18n/stage.ts';
import { partsOf } from '../../state/finding-id.ts';
import { fieldOf, isMissing, isWrong } from '../../state/fleet-list.ts';
import { useFault } from './fault.ts';

const colours: Record<FleetItem['status'], string> = {
  ...{ done: 'green', live: 'green', changed: 'orange', question: 'orange', differences: 'red' },
  ...{ failed: 'red', interrupted: 'orange', running: 'cyan', waiting: 'gray', undone: 'gray' },
};

/** Where a vehicle is, in a word; while it is moved, at what and how far. */
export function VehicleState({ item, working }: { item: FleetItem; working: FleetWorking | null }) {
  const { t } = useText();
  if (working) {
    const { stage, part, vehicle } = working;
    return (
      <div>
        <Text size="sm" className="cut">
          {stage === null ? t('wizard.fleet.states.beginning') : t(stageName('migrate', stage))}
        </Text>
        <Bar part={part} label={t('wizard.fleet.barOf', { vehicle })} />
      </div>
    );
  }
  const wrong = isMissing(item) ? 'missing' : isWrong(item) ? 'wrong' : null;
  return (
    <div>
      <Badge color={wrong ? 'red' : colours[item.status]} variant="light" tt="none" maw="100%">
        {t(`wizard.fleet.states.${wrong ?? item.status}`)}
      </Badge>
    </div>
  );
}

/** Why it is there and what to do next; nothing where there is nothing to say. */
export function VehicleTold({ item }: { item: FleetItem }) {
  const { t } = useText();
  const faultOf = useFault();
  const lines = toldOf();
  if (lines.length === 0) return null;
  const isOfError = item.status !== 'question' && !isMissing(item);
  const code = isOfError ? (item.error ?? item.refused)?.code : undefined;
  return (
    <div className="vehicleTold">
      {lines.map((line) => (
        <Text key={line} size="xs" c="dimmed" className="wrap">
          {line} {line === lines.at(-1) && code !== undefined && <Said kind="error" code={code} />}
        </Text>
      ))}
    </div>
  );

  function toldOf(): string[] {
    const { error, refused, status, questions, file } = item;
    if (isMissing(item)) return [t('wizard.fleet.told.missing', { file })];
    if (status === 'question') {
      const places = [...new Set(questions.map(({ finding }) => partsOf(finding).place ?? finding))].join(
        ', ',
      );
      return [t('wizard.fleet.told.question', { count: questions.length, places })];
    }
    // What stands beside its field is not said twice.
    if (error && fieldOf(error) !== null) return error.code === 'fleet.row' ? [] : [error.hint];
    if (error) return isWrong(item) ? [faultOf(error)] : [error.message, error.hint];
    if (refused) return [t('wizard.fleet.told.refused', { message: refused.message }), refused.hint];
    const said = t(`wizard.fleet.told.${status}`, { defaultValue: '' });
    return said === '' ? [] : [said];
  }
}

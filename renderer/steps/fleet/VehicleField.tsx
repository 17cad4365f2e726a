import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FleetItem } from '../../../shared/contract.ts';
import type { ErrorData } from '../../../shared/errors.ts';
import { fileName } from '../../../shared/file-name.ts';
import { useText } from '../../i18n/format.ts';
import type { Field } from '../../state/fleet-list.ts';
import { useWizard } from '../../state/use.ts';
import { useFault } from './fault.ts';

/** A name of a vehicle, to be typed over where that is possible; what is wrong with it stands beside it. */
export function VehicleField(props: {
  item: FleetItem;
  field: Field;
  editable: boolean;
  wrong: ErrorData | null;
}) {
  const { item, field, editable, wrong } = props;
  const { t } = useText();
  const change = useWizard((state) => state.changeVehicle);
  const each = useWizard((state) => state.fleet?.each ?? 'schema');
  const faultOf = useFault();
  const [draft, setDraft] = useState<string | null>(null);
  const value = item[field];
  const name = t(`wizard.fleet.columns.${field === 'schema' ? each : field}`);
  if (!editable) {
    return (
      <Text size="sm" className={`cut ${wrong ? 'bad' : ''}`} title={value} data-label={name}>
        {value || '–'}
      </Text>
    );
  }
  const commit = async (): Promise<void> => {
    if (draft !== null && draft.trim() !== value) await change(item.file, { [field]: draft.trim() });
    setDraft(null);
  };
  return (
    <div data-label={name}>
      <TextInput
        size="xs"
        aria-label={t('wizard.fleet.fieldOf', { field: name, file: fileName(item.file) })}
        value={draft ?? value}
        error={wrong && faultOf(wrong)}
        spellCheck={false}
        autoComplete="off"
        maxLength={200}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => void commit()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void commit();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
    </div>
  );
}

import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { FleetItem } from '../../../shared/contract.ts';
import { Action } from '../../components/Action.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Scrolling } from '../../components/Scrolling.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { usePlace } from './place.ts';

/** The last question before vehicles are taken out: what changes, and what does not. */
export function UndoFleet(props: {
  vehicles: readonly FleetItem[];
  /** All vehicles of the list, and not one alone. */
  all?: boolean;
  onClose: () => void;
}) {
  const { vehicles, all = false, onClose } = props;
  const { t } = useText();
  const undo = useWizard((state) => state.undoFleet);
  const live = useWizard(
    (state) => state.fleet?.vehicles.filter(({ status }) => status === 'live').length ?? 0,
  );
  const apart = useWizard((state) => state.fleet?.each === 'database');
  const place = usePlace();
  const [sure, setSure] = useState(false);
  const count = vehicles.length;
  const rows = t('counts.rows', {
    count: vehicles.reduce((sum, each) => sum + (each.rows?.migrated ?? 0), 0),
  });
  const one = all ? null : (vehicles[0] ?? null);
  const params = one ? { vehicle: one.vehicle, schema: one.schema, place, rows } : { count, place, rows };
  const title = one ? 'wizard.fleet.undo.title' : 'wizard.fleet.undo.titleAll';
  return (
    <Dialog onClose={onClose} size="lg" title={t(title, params)}>
      <Stack>
        <Text className="wrap">
          {t(one ? 'wizard.fleet.undo.text' : 'wizard.fleet.undo.textAll', params)}
        </Text>
        {!one && (
          <Scrolling className="tall" style={{ maxHeight: '12rem' }} label={t(title, params)}>
            <ul className="plain">
              {vehicles.map(({ line, vehicle, schema }) => (
                <li key={line}>
                  <Text size="sm" className="wrap">
                    {vehicle} · {schema}
                  </Text>
                </li>
              ))}
            </ul>
          </Scrolling>
        )}
        {!one && live > 0 && <Text>{t('wizard.fleet.undo.live', { count: live })}</Text>}
        {!apart && <Text>{t('wizard.fleet.undo.views', { count })}</Text>}
        <Text>{t('wizard.fleet.undo.file')}</Text>
        <Checkbox
          checked={sure}
          onChange={(event) => setSure(event.currentTarget.checked)}
          label={t('wizard.fleet.undo.sure')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('wizard.fleet.undo.keep')}
          </Button>
          <Action
            color="red"
            why={sure ? null : t('wizard.why.tick', { label: t('wizard.fleet.undo.sure') })}
            onClick={() => {
              onClose();
              void undo(one?.vehicle ?? null);
            }}
          >
            {t(one ? 'wizard.fleet.undo.do' : 'wizard.fleet.undo.doAll', params)}
          </Action>
        </Group>
      </Stack>
    </Dialog>
  );
}

import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { FleetItem } from '../../../shared/contract.ts';
import { fileName } from '../../../shared/file-name.ts';
import { Action } from '../../components/Action.tsx';
import { useRefusal } from '../../components/use-refusal.tsx';
import { useBusy } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { isInTarget, isWrong } from '../../state/fleet-list.ts';
import { useWizard } from '../../state/use.ts';
import { QuestionDialog } from './QuestionDialog.tsx';
import { UndoFleet } from './UndoFleet.tsx';

/** What can be done with one vehicle. */
export function VehicleActions(props: {
  item: FleetItem;
  asked: ReadonlyMap<string, number>;
  changeable: boolean;
}) {
  const { item, asked, changeable } = props;
  const { t } = useText();
  const moveVehicle = useWizard((state) => state.moveVehicle);
  const openRun = useWizard((state) => state.openRun);
  const auditVehicle = useWizard((state) => state.auditVehicle);
  const busy = useBusy();
  const [dialog, setDialog] = useState<'question' | 'undo' | null>(null);
  const { vehicle, status, run, certificate, file, bytes } = item;
  const there = isInTarget(item);
  const fails = status === 'failed' && !isWrong(item);
  const close = (): void => setDialog(null);
  return (
    <Group gap={4} justify="flex-end" className="vehicleActions">
      {status === 'question' && (
        <Action
          size="compact-xs"
          why={busy}
          aria-label={t('wizard.fleet.question.openOf', { vehicle })}
          onClick={() => setDialog('question')}
        >
          {t('wizard.fleet.question.open')}
        </Action>
      )}
      {!there && !isWrong(item) && bytes !== null && (
        <Action
          size="compact-xs"
          variant="default"
          why={busy}
          aria-label={t('wizard.fleet.auditOf', { vehicle })}
          onClick={() => void auditVehicle(file)}
        >
          {t('wizard.fleet.audit')}
        </Action>
      )}
      {fails && (
        <Action
          size="compact-xs"
          variant="default"
          why={busy}
          aria-label={t('wizard.fleet.retryOf', { vehicle })}
          onClick={() => void moveVehicle(vehicle)}
        >
          {t('wizard.fleet.retry')}
        </Action>
      )}
      {there && run !== null && certificate !== null && (
        <Action
          size="compact-xs"
          variant="default"
          why={busy}
          aria-label={t('wizard.fleet.openVehicle', { vehicle })}
          onClick={() => void openRun(run)}
        >
          {t('wizard.fleet.open')}
        </Action>
      )}
      {there && status !== 'live' && (
        <Action
          size="compact-xs"
          variant="subtle"
          color="red"
          why={busy}
          aria-label={t('wizard.fleet.undo.oneOf', { vehicle })}
          onClick={() => setDialog('undo')}
        >
          {t('wizard.fleet.undo.one')}
        </Action>
      )}
      {changeable && <Remove file={file} />}
      {dialog === 'question' && <QuestionDialog item={item} asked={asked} onClose={close} />}
      {dialog === 'undo' && <UndoFleet vehicles={[item]} onClose={close} />}
    </Group>
  );
}

function Remove({ file }: { file: string }) {
  const { t } = useText();
  const remove = useWizard((state) => state.removeVehicle);
  const last = useWizard((state) => state.fleet?.vehicles.length === 1);
  const { text, ...refusal } = useRefusal(last ? t('wizard.fleet.last') : null);
  const name = t('wizard.fleet.remove', { file: fileName(file) });
  return (
    <>
      <Tooltip label={last ? t('wizard.fleet.last') : name} multiline maw="22rem">
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={name}
          onClick={() => void remove(file)}
          {...refusal}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Tooltip>
      {text}
    </>
  );
}

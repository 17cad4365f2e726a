import { Badge, Group, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ExceptionFilter, ExceptionValue, OpenException } from '../../../shared/contract.ts';
import { causeText } from '../../../shared/messages/cause-text.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Problem } from '../../components/Problem.tsx';
import { Said } from '../../components/Said.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { BringBack } from './BringBack.tsx';
import { colours } from './ExceptionRow.tsx';
import { WholeRow } from './WholeRow.tsx';
import { WholeValue } from './WholeValue.tsx';

/** One exception as a whole: the original beside what PostgreSQL has, the row, and how to bring it back. */
export function ExceptionDialog(props: { filter: ExceptionFilter; index: number; onClose: () => void }) {
  const { filter, index, onClose } = props;
  const { t } = useText();
  const busy = useWizard((state) => state.busy.exception !== false);
  const fetchOne = useWizard((state) => state.openException);
  const [opened, setOpened] = useState<OpenException | null>(null);
  useEffect(() => void fetchOne(filter, index).then(setOpened), [fetchOne, filter, index]);
  return (
    <Dialog onClose={onClose} size="min(72rem, 94vw)" title={t('wizard.exceptions.one')}>
      <Stack mih="20rem">
        <Problem slot="exception" />
        {opened ? <Opened exception={opened} /> : busy && <Loading />}
      </Stack>
    </Dialog>
  );
}

function Opened({ exception }: { exception: OpenException }) {
  const { t } = useText();
  const readOnly = useWizard((state) => state.readOnly);
  const { record, key, original, now, row, sql } = exception;
  const place = [record.table, record.column].filter((part) => part !== null).join('.');
  return (
    <>
      <Group gap="xs" wrap="nowrap" align="start">
        <Badge variant="light" color={colours[record.action]} tt="none" style={{ flexShrink: 0 }}>
          {t(`certificate.exceptions.actions.${record.action}`)}
        </Badge>
        <Text size="sm" className="wrap">
          <b>{place}</b> {key} · {causeText(record, t)} <Said kind="finding" code={record.code} />
        </Text>
      </Group>
      <div className="split">
        <Panel title={t('exceptions.csv.original')}>
          <Original value={original} />
        </Panel>
        <Panel title={t('exceptions.csv.now')}>
          {now.kind === 'value' ? (
            <WholeValue text={now.text} more={0} label={t('exceptions.csv.now')} />
          ) : (
            <Text size="sm" c="dimmed">
              {t(`exceptions.now.${now.kind}`)}
            </Text>
          )}
        </Panel>
      </div>
      {/* Masked values are nobody's: there is nothing to bring back. */}
      {!readOnly && <BringBack sql={sql} />}
      <WholeRow row={row} about={record.column} />
    </>
  );
}

function Original({ value }: { value: ExceptionValue | null }) {
  const { t } = useText();
  if (value === null)
    return (
      <Text size="sm" c="dimmed">
        {t('wizard.exceptions.rowBelow')}
      </Text>
    );
  return <WholeValue text={value.text} more={value.more} label={t('exceptions.csv.original')} />;
}

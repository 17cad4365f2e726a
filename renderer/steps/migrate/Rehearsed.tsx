import { Alert, Text } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { AuditView } from '../../../shared/contract.ts';
import { Facts } from '../../components/Facts.tsx';
import { useText } from '../../i18n/format.ts';
import { resultText, totalOf } from '../../i18n/result.ts';
import { useWizard } from '../../state/use.ts';

/** What the last rehearsal of the file said, or why to make one. */
export function Rehearsed({ view }: { view: AuditView }) {
  const text = useText();
  const { t, ago, bytes, duration } = text;
  const rehearsed = useWizard((state) => state.rehearsed);
  const load = useWizard((state) => state.loadRehearsed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another audit, another rehearsal
  useEffect(() => void load(), [load, view]);
  if (rehearsed === null) {
    return (
      <Alert icon={<IconInfoCircle />} title={t('wizard.before.rehearseTitle')}>
        <Text size="sm">{t('wizard.before.rehearseText')}</Text>
      </Alert>
    );
  }
  const { current, finishedAt, tables, prediction: p } = rehearsed;
  return (
    <Alert
      color={current ? 'green' : 'orange'}
      icon={current ? <IconCircleCheck /> : <IconInfoCircle />}
      title={t(current ? 'wizard.before.rehearsed' : 'wizard.before.rehearsedOld', { when: ago(finishedAt) })}
    >
      <Text mb="xs">{resultText(totalOf(tables), true, text)}</Text>
      <Facts
        facts={[
          [t('rehearsal.facts.time'), duration(p.seconds.total)],
          [
            t('rehearsal.facts.short'),
            t('rehearsal.facts.shortText', { time: duration(p.shortDowntimeSeconds) }),
          ],
          [t('rehearsal.facts.disk'), bytes(p.diskBytes)],
        ]}
      />
    </Alert>
  );
}

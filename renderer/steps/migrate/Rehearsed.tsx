import { Alert, Text } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { AuditView } from '../../../shared/contract.ts';
import { useText } from '../../i18n/format.ts';
import { resultText, totalOf } from '../../i18n/result.ts';
import { useWizard } from '../../state/use.ts';
import { PredictionFacts } from './Predicted.tsx';

/** What the last rehearsal of the file said, or why to make one. */
export function Rehearsed({ view }: { view: AuditView }) {
  const text = useText();
  const { t, ago } = text;
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
  const { current, finishedAt, tables, prediction } = rehearsed;
  return (
    <Alert
      color={current ? 'green' : 'orange'}
      icon={current ? <IconCircleCheck /> : <IconInfoCircle />}
      title={t(current ? 'wizard.before.rehearsed' : 'wizard.before.rehearsedOld', { when: ago(finishedAt) })}
    >
      <Text mb="xs">{resultText(totalOf(tables), true, text)}</Text>
      <PredictionFacts prediction={prediction} />
    </Alert>
  );
}

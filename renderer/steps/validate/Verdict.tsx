import { Alert, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCertificate, IconInfoCircle } from '@tabler/icons-react';
import type { RunCertificate, RunDetail } from '../../../shared/contract.ts';
import { keptError } from '../../../shared/messages/index.ts';
import { Bar } from '../../components/Bar.tsx';
import { Said } from '../../components/Said.tsx';
import { comparedText } from '../../i18n/compared.ts';
import { useText } from '../../i18n/format.ts';
import { isActive } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';

/** The one sentence the customer asks for, in the certificate's own words. */
export function Verdict({ run, certificate }: { run: RunDetail; certificate: RunCertificate | null }) {
  const text = useText();
  const { t, number } = text;
  const job = useWizard((state) =>
    isActive(state.job) && state.job?.kind === 'validate' && state.job.run === run.state.id
      ? state.job
      : null,
  );
  if (job) {
    const stage = job.stages[0];
    return (
      <Alert title={t('wizard.validate.comparing')} role="status">
        <Bar
          part={stage && stage.total > 0 ? stage.done / stage.total : 0}
          label={t('wizard.validate.comparing')}
        />
      </Alert>
    );
  }
  const { state, exceptions } = run;
  const key = verdictKey(run);
  const bad = ['differences', 'failed'].includes(key);
  const good = key.startsWith('identical');
  const Icon = bad ? IconAlertTriangle : good ? IconCertificate : IconInfoCircle;
  const error = state.error && keptError(state.error, t, 'wizard');
  const totals = certificate?.totals;
  const result = key === 'differences' || good ? comparedText(state, exceptions, text) : null;
  return (
    <Alert
      role="status"
      color={bad ? 'red' : good ? 'green' : 'orange'}
      icon={<Icon />}
      title={t(`certificate.verdict.${key}.title`)}
    >
      {result !== null && <Text>{result}</Text>}
      <Text size="sm">
        {t(key === 'exported' ? 'wizard.export.verdict' : `certificate.verdict.${key}.text`)}
      </Text>
      {error && (
        <Text size="sm" className="wrap">
          {error.message} {error.hint} <Said kind="error" code={error.code} />
        </Text>
      )}
      {totals && (
        <Group gap="lg" mt={6}>
          <Figure name={t('certificate.figures.source')} value={number(totals.source)} />
          <Figure
            name={t(key === 'exported' ? 'wizard.export.rows' : 'certificate.figures.migrated')}
            value={number(totals.migrated)}
          />
          <Figure name={t('certificate.figures.quarantined')} value={number(totals.quarantined)} />
          <Figure name={t('certificate.figures.adjusted')} value={number(totals.repaired + totals.nulled)} />
          <Figure name={t('certificate.exceptions.title')} value={number(exceptions)} />
          {certificate?.digest && <Figure name={t('wizard.validate.code')} value={certificate.digest.code} />}
        </Group>
      )}
    </Alert>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <Text size="sm">
      {name}: <b>{value}</b>
    </Text>
  );
}

/** Name of the verdict among the certificate's texts. */
function verdictKey({ state, phase, exceptions }: RunDetail): string {
  // Back on SQLite: nothing was removed, and the comparison was what it was.
  switch (phase === 'back' ? 'succeeded' : state.status) {
    case 'undone':
      return 'undone';
    case 'exported':
      return 'exported';
    case 'differences':
      return 'differences';
    case 'succeeded': {
      if (!state.validation) return 'notCompared';
      const { level } = state.validation;
      return `identical${level[0]?.toUpperCase()}${level.slice(1)}${exceptions > 0 ? 'Except' : ''}`;
    }
    case 'failed':
    case 'refused':
      return 'failed';
    default:
      return 'interrupted';
  }
}

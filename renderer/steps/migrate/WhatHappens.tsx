import { Alert, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { AuditView } from '../../../shared/contract.ts';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { Rehearsed } from './Rehearsed.tsx';

/** Options of findings that change a table of the application, or add one. */
const changing = new Set(['create', 'add', 'nullable', 'widen', 'notValid']);

/** What the run does, step by step, and what there is to know before. */
export function WhatHappens({ view }: { view: AuditView }) {
  const { t } = useText();
  const schema = useWizard((state) => state.target.schema);
  const replacing = useWizard((state) => state.ifNotEmpty === 'replace');
  const offline = useWizard((state) => state.target.kind === 'folder');
  const adopt = view.audit.adopt !== undefined;
  const parts = offline
    ? (['reuse', 'files', 'there', 'later'] as const)
    : (['reuse', adopt ? 'adopt' : 'load', 'check', 'certificate'] as const);
  const changed = view.plan.decisions.filter(
    ({ finding, option }) => finding.startsWith('adopt.') && option !== null && changing.has(option),
  ).length;
  return (
    <Panel title={t('wizard.before.what')}>
      <ol className="steplist">
        {parts.map((part) => (
          <li key={part}>
            <Text size="sm">{t(`wizard.before.parts.${part}`)}</Text>
          </li>
        ))}
      </ol>
      {adopt ? (
        <Alert icon={<IconInfoCircle />} title={t('wizard.before.adoptTitle')}>
          <Text size="sm" className="wrap">
            {t('wizard.before.adoptText', { schema })}{' '}
            {changed > 0 && t('wizard.before.adoptChanges', { count: changed })}
          </Text>
          <Text size="sm" mt={6}>
            {t('wizard.before.noRehearsal')}
          </Text>
        </Alert>
      ) : (
        <Rehearsed view={view} />
      )}
      {replacing && (
        <Alert color="orange" icon={<IconInfoCircle />}>
          <Text size="sm" className="wrap">
            {t('wizard.before.replacing', { schema })}
          </Text>
        </Alert>
      )}
    </Panel>
  );
}

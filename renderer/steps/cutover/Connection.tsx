import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft, IconPlugConnected, IconRefresh } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { CutoverView } from '../../../shared/contract.ts';
import { Action } from '../../components/Action.tsx';
import { Page } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useBusy } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { Confirm } from './Confirm.tsx';
import { usersOf } from './checks.ts';
import { EnvFiles } from './EnvFiles.tsx';
import { Preview } from './Preview.tsx';
import { Refusal } from './Refusal.tsx';

const parts = ['sync', 'validate', 'role', 'smoke', 'env'] as const;

/** What the application is told, and the button that goes live. */
export function Connection({ view }: { view: CutoverView }) {
  const { t } = useText();
  const preview = useWizard((state) => state.preview);
  const readOnly = useWizard((state) => state.readOnly);
  const busy = useBusy();
  const previewing = useWizard((state) => state.busy.preview === true);
  const job = useWizard((state) =>
    state.job?.kind === 'cutover' && state.job.run === view.run ? state.job : null,
  );
  const { showCutoverPage, loadPreview, lookBack } = useWizard((state) => state);
  const [asking, setAsking] = useState(false);
  useEffect(() => void loadPreview(), [loadPreview]);
  const halfway = view.phase === 'halfway';
  // From the first .env file on the source does not matter any more.
  const users = preview && !halfway ? usersOf(preview.use) : [];
  const missing = t(previewing ? 'wizard.why.moment' : 'wizard.why.preview');
  // Who still uses the source is waited for.
  const why = busy ?? (preview ? null : missing);
  return (
    <Page
      screen="connection"
      title={t('wizard.cutover.connection.title')}
      lead={t('wizard.cutover.connection.lead')}
      back={
        halfway ? (
          <Action
            variant="subtle"
            color="red"
            why={busy ?? (previewing ? t('wizard.why.moment') : null)}
            onClick={() => lookBack()}
          >
            {t('wizard.cutover.live.goBack')}
          </Action>
        ) : (
          <Button
            variant="default"
            leftSection={<IconArrowLeft size={18} />}
            onClick={() => showCutoverPage('prepare')}
          >
            {t('wizard.cutover.connection.back')}
          </Button>
        )
      }
      actions={
        <Action leftSection={<IconPlugConnected size={18} />} why={why} onClick={() => setAsking(true)}>
          {t(`wizard.cutover.connection.${halfway ? 'goOn' : 'go'}`)}
        </Action>
      }
    >
      <Problem slot="job" />
      <Problem slot="run" />
      {asking && preview && <Confirm view={view} preview={preview} onClose={() => setAsking(false)} />}
      {halfway && (
        <Alert
          role="status"
          color="orange"
          icon={<IconAlertTriangle />}
          title={t('wizard.cutover.connection.halfway')}
        >
          <Text size="sm">{t('wizard.cutover.connection.halfwayText')}</Text>
        </Alert>
      )}
      <Refusal job={job} />
      {users.length > 0 && (
        <Alert role="alert" color="blue" icon={<IconAlertTriangle />}>
          <Group justify="space-between" gap="sm">
            <Text size="sm" className="wrap" flex={1}>
              {t('wizard.cutover.connection.inUse', { list: users.join(', ') })}
            </Text>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRefresh size={16} />}
              onClick={() => void loadPreview()}
            >
              {t('wizard.cutover.prepare.again')}
            </Button>
          </Group>
        </Alert>
      )}
      <div className="split">
        <EnvFiles />
        {/* What would be written is asked of a server, which whoever looks at a bundle has not. */}
        {!readOnly && <Preview />}
      </div>
      <Panel title={t('wizard.cutover.connection.what')}>
        <ol
          style={{
            margin: 0,
            paddingInlineStart: '1.25rem',
            display: 'grid',
            gap: '0.25rem',
            fontSize: 'var(--mantine-font-size-sm)',
          }}
        >
          {(halfway ? parts.slice(2) : parts).map((part) => (
            <li key={part}>
              <Text size="sm">{t(`wizard.cutover.connection.parts.${part}`)}</Text>
            </li>
          ))}
        </ol>
      </Panel>
    </Page>
  );
}

import { Alert, Button, Text } from '@mantine/core';
import { IconArrowLeft, IconInfoCircle, IconPlayerPlay } from '@tabler/icons-react';
import { Facts } from '../../components/Facts.tsx';
import { Page } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/** What is about to happen, a rehearsal of it, and the one button. */
export function BeforeRun() {
  const { t, number, bytes } = useText();
  const view = useWizard((state) => state.view);
  const target = useWizard((state) => state.target);
  const replacing = useWizard((state) => state.ifNotEmpty === 'replace');
  const server = useWizard((state) => state.report?.server ?? null);
  const busy = useWizard((state) => state.busy.job === true);
  const { goTo, migrate, rehearse } = useWizard((state) => state);
  if (!view) return null;
  const { audit, plan } = view;
  const rows = audit.tables.reduce((sum, table) => sum + table.rows, 0);
  const own = plan.decisions.filter((decision) => decision.by === 'user').length;
  const address = `${target.user}@${target.host}:${target.port}/${target.database}`;
  return (
    <Page
      title={t('wizard.before.title')}
      lead={t('wizard.before.lead')}
      back={
        <Button variant="default" leftSection={<IconArrowLeft size={18} />} onClick={() => goTo('audit')}>
          {t('wizard.back')}
        </Button>
      }
      actions={
        <>
          <Button variant="default" disabled={busy} onClick={() => void rehearse()}>
            {t('wizard.before.rehearse')}
          </Button>
          <Button leftSection={<IconPlayerPlay size={18} />} loading={busy} onClick={() => void migrate()}>
            {t('wizard.before.migrate')}
          </Button>
        </>
      }
    >
      <Problem slot="job" />
      <div className="split">
        <Panel title={t('wizard.before.summary')}>
          <Facts
            facts={[
              [t('wizard.before.source'), audit.source.path],
              [t('wizard.source.size'), bytes(audit.source.bytes)],
              [
                t('wizard.before.rows'),
                t('wizard.before.rowsIn', { rows: number(rows), count: audit.tables.length }),
              ],
              [t('wizard.before.target'), target.kind === 'managed' ? t('wizard.target.managed') : address],
              [t('wizard.before.server'), server],
              [t('wizard.target.schema'), target.schema],
              [t('wizard.profile.label'), t(`wizard.profile.${view.profile}`)],
              [
                t('wizard.before.decisions'),
                t('wizard.before.decisionsText', { count: plan.decisions.length, own: number(own) }),
              ],
            ]}
          />
        </Panel>
        <Panel title={t('wizard.before.what')}>
          <ol
            style={{
              margin: 0,
              paddingInlineStart: '1.25rem',
              display: 'grid',
              gap: '0.375rem',
              fontSize: 'var(--mantine-font-size-sm)',
            }}
          >
            {(['copy', 'load', 'check', 'certificate'] as const).map((part) => (
              <li key={part}>
                <Text size="sm">{t(`wizard.before.parts.${part}`)}</Text>
              </li>
            ))}
          </ol>
          <Alert icon={<IconInfoCircle />} title={t('wizard.before.rehearseTitle')}>
            <Text size="sm">{t('wizard.before.rehearseText')}</Text>
          </Alert>
          {replacing && (
            <Alert color="orange" icon={<IconInfoCircle />}>
              <Text size="sm" className="wrap">
                {t('wizard.before.replacing', { schema: target.schema })}
              </Text>
            </Alert>
          )}
        </Panel>
      </div>
    </Page>
  );
}

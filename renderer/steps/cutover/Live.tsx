import { Alert, Button, Code, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconCircleCheck } from '@tabler/icons-react';
import type { CutoverView, RunDetail } from '../../../shared/contract.ts';
import { serviceCommands } from '../../../shared/service-commands.ts';
import { Action } from '../../components/Action.tsx';
import { Command } from '../../components/Command.tsx';
import { Facts } from '../../components/Facts.tsx';
import { LocalServer } from '../../components/LocalServer.tsx';
import { Page } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useBusy } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/** What going live did, what is left to do, and the way back. */
export function Live({ run, view }: { run: RunDetail; view: CutoverView }) {
  const { t } = useText();
  const { goTo, lookBack, openTools } = useWizard((state) => state);
  const readOnly = useWizard((state) => state.readOnly);
  const busy = useBusy();
  return (
    <Page
      screen="live"
      title={t('wizard.cutover.live.title')}
      lead={t('wizard.cutover.live.lead')}
      back={
        <Button variant="default" onClick={() => goTo('validate')}>
          {t('wizard.cutover.live.toValidation')}
        </Button>
      }
      actions={
        <>
          <Action variant="default" why={busy} onClick={() => openTools(run.state.id)}>
            {t('wizard.tools.open')}
          </Action>
          <Action onClick={() => goTo('start')}>{t('wizard.cutover.live.end')}</Action>
        </>
      }
    >
      <Problem slot="job" />
      <Problem slot="run" />
      <Problem slot="cutover" />
      <Alert role="status" color="green" icon={<IconCircleCheck />} title={t('cutover.done')} />
      <div className="split">
        <Panel title={t('wizard.cutover.live.happened')}>
          <Happened run={run} view={view} />
        </Panel>
        <Stack gap="md" miw={0}>
          <Panel title={t('wizard.cutover.live.next')}>
            <Command label={t('wizard.cutover.live.start')} command={serviceCommands.start} />
            <Command label={t('wizard.cutover.live.cron')} command={serviceCommands.cron} />
            <Text size="sm">{t('cutover.checks.redeploy')}</Text>
          </Panel>
          {/* Whoever looks at a bundle has another local server. */}
          {run.state.target.managed && !readOnly && (
            <Panel title={t('wizard.server.title')}>
              <LocalServer />
            </Panel>
          )}
          <Panel title={t('wizard.cutover.live.wayBack')}>
            <Text size="sm">{t('wizard.cutover.live.wayBackText')}</Text>
            <div>
              <Action
                size="xs"
                variant="light"
                color="red"
                leftSection={<IconArrowBackUp size={16} />}
                why={busy}
                onClick={() => lookBack()}
              >
                {t('wizard.cutover.live.goBack')}
              </Action>
            </div>
          </Panel>
        </Stack>
      </div>
    </Page>
  );
}

function Happened({ run, view }: { run: RunDetail; view: CutoverView }) {
  const { t, number, date, bytes } = useText();
  const { outcome, left, envs, finishedAt } = view;
  const rows = run.state.tables.reduce((sum, table) => sum + table.migrated, 0);
  const { schema } = run.state.target;
  return (
    <>
      <Facts
        facts={[
          [t('wizard.cutover.live.since'), finishedAt && date(finishedAt)],
          [t('wizard.cutover.live.rows'), outcome?.rows == null ? null : number(outcome.rows)],
          [
            t('wizard.cutover.live.validation'),
            t('wizard.cutover.live.identical', { count: rows, rows: number(rows) }),
          ],
          [
            t('wizard.cutover.live.role'),
            outcome && t('wizard.cutover.live.roleText', { role: outcome.role, schema }),
          ],
          [
            t('wizard.cutover.live.smoke'),
            outcome && t('wizard.cutover.live.smokeText', { count: outcome.tables }),
          ],
          [t('wizard.cutover.live.source'), left ? `${view.source} (${bytes(left.bytes)})` : view.source],
          [t('wizard.cutover.live.digest'), left && <Code>{left.sha256}</Code>],
        ]}
      />
      <Text size="sm" fw={600}>
        {t('wizard.cutover.live.envs')}
      </Text>
      {envs.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('wizard.cutover.live.noEnv')}
        </Text>
      )}
      {envs.map(({ path, backup }) => (
        <Facts
          key={path}
          facts={[
            [t('wizard.cutover.live.file'), path],
            [t('wizard.cutover.live.backup'), backup],
          ]}
        />
      ))}
    </>
  );
}

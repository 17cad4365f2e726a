import { Alert, Button, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { CutoverView, Restored as Restoration } from '../../../shared/contract.ts';
import { serviceCommands } from '../../../shared/service-commands.ts';
import { Action } from '../../components/Action.tsx';
import { Command } from '../../components/Command.tsx';
import { Facts } from '../../components/Facts.tsx';
import { Page } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { Beside } from './Beside.tsx';

/** What going back did, and what is missing where the server was. */
export function Restored({ view, restore }: { view: CutoverView; restore: Restoration }) {
  const { t, number, date } = useText();
  const goTo = useWizard((state) => state.goTo);
  const { kept, swappedAt, foreignKeys, rounded, sourceChanged } = restore;
  return (
    <Page
      screen="restored"
      title={t('wizard.cutover.restored.title')}
      lead={t('wizard.cutover.restored.lead')}
      back={
        <Button variant="default" onClick={() => goTo('validate')}>
          {t('wizard.cutover.live.toValidation')}
        </Button>
      }
      actions={<Action onClick={() => goTo('start')}>{t('wizard.cutover.restored.end')}</Action>}
    >
      <Problem slot="cutover" />
      <Verdict view={view} restore={restore} />
      {sourceChanged && (
        <Alert role="status" color="orange" icon={<IconAlertTriangle />}>
          <Text size="sm" className="wrap">
            {t('cutover.restore.sourceChanged', { path: view.source })}
          </Text>
        </Alert>
      )}
      <Beside account={restore} />
      <div className="split">
        <Panel title={t('wizard.cutover.live.happened')}>
          <Facts
            facts={[
              [t('wizard.cutover.restored.when'), swappedAt && date(swappedAt)],
              [t('wizard.cutover.restored.file'), view.source],
              [t('wizard.cutover.restored.kept'), kept],
              [
                t('wizard.cutover.restored.envs'),
                view.envs.length === 0
                  ? t('wizard.cutover.back.noEnvs')
                  : view.envs.map(({ path }) => <div key={path}>{path}</div>),
              ],
              [t('wizard.cutover.restored.foreignKeys'), foreignKeys > 0 ? number(foreignKeys) : null],
              [t('wizard.cutover.restored.rounded'), rounded > 0 ? number(rounded) : null],
            ]}
          />
        </Panel>
        <Panel title={t('wizard.cutover.live.next')}>
          <Command label={t('wizard.cutover.live.start')} command={serviceCommands.start} />
          <Command label={t('wizard.cutover.live.cron')} command={serviceCommands.cron} />
          <Text size="sm">{t('wizard.cutover.restored.server')}</Text>
        </Panel>
      </div>
    </Page>
  );
}

function Verdict({ view: { since }, restore }: { view: CutoverView; restore: Restoration }) {
  const { t, number, date } = useText();
  if (!restore.snapshotOnly) {
    return (
      <Alert role="status" color="green" icon={<IconCircleCheck />} title={t('wizard.cutover.restored.done')}>
        <Text size="sm">
          {t('wizard.cutover.restored.doneText', { count: restore.rows, rows: number(restore.rows) })}
        </Text>
      </Alert>
    );
  }
  const period = {
    since: since ? date(since) : '?',
    until: restore.swappedAt ? date(restore.swappedAt) : '?',
  };
  return (
    <Alert
      role="status"
      color="orange"
      icon={<IconAlertTriangle />}
      title={t('wizard.cutover.restored.missing')}
    >
      <Text size="sm">{t('wizard.cutover.restored.missingText', period)}</Text>
    </Alert>
  );
}

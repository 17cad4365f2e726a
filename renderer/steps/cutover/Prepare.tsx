import { Alert, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import type { CutoverView, RunDetail } from '../../../shared/contract.ts';
import { serviceCommands } from '../../../shared/service-commands.ts';
import { Action } from '../../components/Action.tsx';
import { Command } from '../../components/Command.tsx';
import { Page } from '../../components/Page.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useWorking } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { Checks } from './Checks.tsx';
import { Follow } from './Follow.tsx';

/** Who still writes to the source, and what they wrote since the snapshot. */
export function Prepare({ run, view }: { run: RunDetail; view: CutoverView }) {
  const { t } = useText();
  const { goTo, showCutoverPage } = useWizard((state) => state);
  // Following the source ends by itself where the next page looks at the run.
  const follows = useWizard(({ job }) => job?.kind === 'follow' && job.run === view.run);
  const working = useWorking();
  return (
    <Page
      screen="prepare"
      title={t('wizard.cutover.prepare.title')}
      lead={t('wizard.cutover.prepare.lead')}
      back={
        <Action
          looks
          variant="default"
          leftSection={<IconArrowLeft size={18} />}
          why={working}
          onClick={() => goTo('validate')}
        >
          {t('wizard.back')}
        </Action>
      }
      actions={
        <Action
          rightSection={<IconArrowRight size={18} />}
          why={follows ? null : working}
          onClick={() => showCutoverPage('connection')}
        >
          {t('wizard.cutover.prepare.next')}
        </Action>
      }
    >
      <Problem slot="job" />
      <Problem slot="run" />
      <Problem slot="cutover" />
      {run.state.status === 'differences' && (
        <Alert color="orange" icon={<IconAlertTriangle />} role="status">
          <Text size="sm">{t('wizard.cutover.prepare.differences')}</Text>
        </Alert>
      )}
      <div className="split">
        <Checks view={view}>
          <Stack gap="xs">
            <Command label={t('wizard.cutover.prepare.stop')} command={serviceCommands.stop} />
            <Command label={t('wizard.cutover.prepare.cron')} command={serviceCommands.cron} />
          </Stack>
        </Checks>
        <Follow view={view} />
      </div>
    </Page>
  );
}

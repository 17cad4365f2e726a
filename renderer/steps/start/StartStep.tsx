import { Group, Stack, Text } from '@mantine/core';
import { IconFlask, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Action } from '../../components/Action.tsx';
import { OpenBundle } from '../../components/bundle/OpenBundle.tsx';
import { DropFiles } from '../../components/DropFiles.tsx';
import { Page } from '../../components/Page.tsx';
import { Problem } from '../../components/Problem.tsx';
import { SeveralButton } from '../../components/SeveralButton.tsx';
import { useWorking } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { FleetLists } from './FleetLists.tsx';
import { RunList } from './RunList.tsx';
import { RunningNotice } from './RunningNotice.tsx';
import { SampleDialog } from './SampleDialog.tsx';

/** What was done before, and the ways to begin. */
export function StartStep() {
  const { t } = useText();
  const goTo = useWizard((state) => state.goTo);
  const info = useWizard((state) => state.info);
  const working = useWorking();
  const [sample, setSample] = useState(false);
  return (
    <Page
      screen="start"
      title={t('wizard.start.title')}
      lead={t('wizard.start.lead')}
      aside={
        <Group gap="sm">
          <Action
            variant="default"
            leftSection={<IconFlask size={18} />}
            why={working}
            onClick={() => setSample(true)}
          >
            {t('wizard.start.sample')}
          </Action>
          <SeveralButton why={working} />
          <Action leftSection={<IconPlus size={18} />} why={working} onClick={() => goTo('connect')}>
            {t('wizard.start.new')}
          </Action>
        </Group>
      }
      actions={<OpenBundle />}
      back={
        <Text size="sm" c="dimmed" className="cut">
          {info && t('wizard.about', { version: info.version, computer: info.computer })}
        </Text>
      }
    >
      <DropFiles refused={working !== null}>
        <Stack gap="md">
          <RunningNotice />
          <Problem slot="start" />
          <Problem slot="fleet" />
          <Problem slot="job" />
          <Problem slot="run" />
          {info?.can.drop && (
            <Text size="sm" c="dimmed">
              {t('wizard.source.drop')}
            </Text>
          )}
          <FleetLists />
          <RunList />
        </Stack>
      </DropFiles>
      <SampleDialog opened={sample} onClose={() => setSample(false)} />
    </Page>
  );
}

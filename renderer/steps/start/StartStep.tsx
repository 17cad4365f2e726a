import { Button, Group } from '@mantine/core';
import { IconFlask, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Page } from '../../components/Page.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { isActive } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';
import { RunList } from './RunList.tsx';
import { RunningNotice } from './RunningNotice.tsx';
import { SampleDialog } from './SampleDialog.tsx';

/** What was done before, and the ways to begin. */
export function StartStep() {
  const { t } = useText();
  const goTo = useWizard((state) => state.goTo);
  const active = useWizard((state) => isActive(state.job));
  const [sample, setSample] = useState(false);
  return (
    <Page
      title={t('wizard.start.title')}
      lead={t('wizard.start.lead')}
      aside={
        <Group gap="sm">
          <Button
            variant="default"
            leftSection={<IconFlask size={18} />}
            disabled={active}
            onClick={() => setSample(true)}
          >
            {t('wizard.start.sample')}
          </Button>
          <Button leftSection={<IconPlus size={18} />} disabled={active} onClick={() => goTo('connect')}>
            {t('wizard.start.new')}
          </Button>
        </Group>
      }
    >
      <RunningNotice />
      <Problem slot="start" />
      <Problem slot="job" />
      <Problem slot="run" />
      <RunList />
      <SampleDialog opened={sample} onClose={() => setSample(false)} />
    </Page>
  );
}

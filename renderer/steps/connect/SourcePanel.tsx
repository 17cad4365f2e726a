import { Button, Group, Text } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { DropFiles } from '../../components/DropFiles.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { Browser } from './Browser.tsx';
import { Offered } from './Offered.tsx';
import { SourceFacts } from './SourceFacts.tsx';

/** The file to migrate: offered, picked, browsed for or dropped. */
export function SourcePanel() {
  const { t } = useText();
  const can = useWizard((state) => state.info?.can);
  const look = useWizard((state) => state.look);
  const busy = useWizard((state) => state.busy.source === true);
  const { loadOffered, pick, takeHanded } = useWizard((state) => state);
  const [browsing, setBrowsing] = useState(false);
  useEffect(() => void loadOffered(), [loadOffered]);
  // One that came while something ran is still with the host.
  useEffect(() => void takeHanded(), [takeHanded]);

  return (
    <DropFiles>
      <Panel
        title={t('wizard.source.title')}
        aside={
          <Group gap="xs">
            {can?.pick && (
              <Button
                size="xs"
                variant="default"
                leftSection={<IconFolderOpen size={16} />}
                onClick={() => void pick()}
              >
                {t('wizard.source.pick')}
              </Button>
            )}
            {can?.browse && (
              <Button
                size="xs"
                variant="default"
                leftSection={<IconFolderOpen size={16} />}
                onClick={() => setBrowsing(true)}
              >
                {t('wizard.source.browse')}
              </Button>
            )}
          </Group>
        }
      >
        {can?.drop && (
          <Text size="sm" c="dimmed">
            {t('wizard.source.drop')}
          </Text>
        )}
        <Problem slot="source" />
        <Problem slot="fleet" />
        {busy ? <Loading text={t('wizard.source.looking')} /> : look && <SourceFacts look={look} />}
        <Offered />
        {browsing && <Browser onClose={() => setBrowsing(false)} />}
      </Panel>
    </DropFiles>
  );
}

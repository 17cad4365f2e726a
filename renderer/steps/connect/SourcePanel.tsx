import { Button, Group, Text } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { type DragEvent, useEffect, useState } from 'react';
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
  const { loadOffered, pick, drop, takeHanded } = useWizard((state) => state);
  const [browsing, setBrowsing] = useState(false);
  useEffect(() => void loadOffered(), [loadOffered]);
  // One that came while something ran is still with the host.
  useEffect(() => void takeHanded(), [takeHanded]);

  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file && can?.drop) void drop(file);
  };

  return (
    // Dropping is one more way; the buttons do the same from the keyboard.
    // biome-ignore lint/a11y/noStaticElementInteractions: a drop target has no role of its own
    <div onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
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
        {busy ? <Loading text={t('wizard.source.looking')} /> : look && <SourceFacts look={look} />}
        <Offered />
        {browsing && <Browser onClose={() => setBrowsing(false)} />}
      </Panel>
    </div>
  );
}

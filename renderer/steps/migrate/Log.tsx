import { Badge, Button, Drawer, Text } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useState } from 'react';
import type { LogLine } from '../../../shared/contract.ts';
import { Scrolling } from '../../components/Scrolling.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

const colours: Record<LogLine['level'], string> = {
  debug: 'gray',
  info: 'cyan',
  warn: 'orange',
  error: 'red',
};

/** What the program writes down, as it writes it. */
export function Log() {
  const { t } = useText();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconFileText size={16} />}
        onClick={() => setOpened(true)}
      >
        {t('wizard.live.log')}
      </Button>
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        position="bottom"
        size="55%"
        title={t('wizard.live.log')}
        closeButtonProps={{ 'aria-label': t('wizard.close') }}
      >
        <Lines />
      </Drawer>
    </>
  );
}

function Lines() {
  const { t, time } = useText();
  const log = useWizard((state) => state.log);
  const [box, setBox] = useState<HTMLElement | null>(null);
  const list = useVirtualizer({
    count: log.length,
    getScrollElement: () => box,
    estimateSize: () => 26,
    overscan: 20,
  });
  // The newest line is the one that is wanted.
  useEffect(() => {
    if (box && log.length > 0) list.scrollToIndex(log.length - 1);
  }, [box, list, log.length]);
  if (log.length === 0) return <Text c="dimmed">{t('wizard.live.noLog')}</Text>;
  return (
    <Scrolling
      ref={setBox}
      label={t('wizard.live.log')}
      style={{ height: 'calc(55dvh - 6rem)', overflow: 'auto' }}
    >
      <div style={{ height: list.getTotalSize(), position: 'relative' }}>
        {list.getVirtualItems().map(({ index, start, key }) => {
          const line = log[index];
          if (!line) return null;
          return (
            <div
              key={key}
              ref={list.measureElement}
              data-index={index}
              style={{
                position: 'absolute',
                insetInline: 0,
                transform: `translateY(${start}px)`,
                paddingBlock: 2,
              }}
            >
              <Text size="xs" ff="monospace" className="wrap">
                {Number.isNaN(Date.parse(line.time)) ? '' : time(line.time)}{' '}
                <Badge size="xs" variant="light" color={colours[line.level]}>
                  {line.level}
                </Badge>{' '}
                {line.message} <span style={{ color: 'var(--mantine-color-dimmed)' }}>{line.details}</span>
              </Text>
            </div>
          );
        })}
      </div>
    </Scrolling>
  );
}

import { Button, Group, Radio, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { Action } from '../../components/Action.tsx';
import { Bar } from '../../components/Bar.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { useText } from '../../i18n/format.ts';
import { isActive } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';

const sizes = [2_000, 100_000, 1_000_000];

/** Makes a file of sample data to try the whole way on. */
export function SampleDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t, number } = useText();
  const makeSample = useWizard((state) => state.makeSample);
  const job = useWizard((state) => (state.job?.kind === 'sample' ? state.job : null));
  const [rows, setRows] = useState('100000');
  const [dirty, setDirty] = useState(true);
  const working = isActive(job);
  const stage = job?.stages.at(-1);
  return (
    <Dialog opened={opened} onClose={onClose} title={t('wizard.sample.title')}>
      <Stack>
        <Text size="sm">{t('wizard.sample.text')}</Text>
        <Radio.Group
          label={t('wizard.sample.size')}
          value={rows}
          onChange={(value) => setRows(String(value))}
        >
          <Stack gap="xs" mt="xs">
            {sizes.map((size) => (
              <Radio
                key={size}
                value={String(size)}
                label={t('wizard.sample.rows', { count: size, rows: number(size) })}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Switch
          checked={dirty}
          onChange={(event) => setDirty(event.currentTarget.checked)}
          label={t('wizard.sample.dirty')}
          description={t('wizard.sample.dirtyText')}
        />
        {working && (
          <Bar
            part={stage && stage.total > 0 ? stage.done / stage.total : 0}
            label={t('wizard.sample.working')}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('wizard.cancel')}
          </Button>
          <Action loading={working} onClick={() => makeSample(Number(rows), dirty)} data-autofocus>
            {t('wizard.sample.make')}
          </Action>
        </Group>
      </Stack>
    </Dialog>
  );
}

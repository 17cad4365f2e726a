import { Checkbox, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { CutoverView } from '../../../shared/contract.ts';
import { fileName } from '../../../shared/file-name.ts';
import { Action } from '../../components/Action.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { wrapping } from './names.ts';

/** The last resort: the server is gone, and with it everything that was written since the snapshot. */
export function SnapshotOnly({ view }: { view: CutoverView }) {
  const { t, date } = useText();
  const goBack = useWizard((state) => state.goBack);
  const [sure, setSure] = useState(false);
  if (view.since === null) return null;
  const since = date(view.since);
  return (
    <Panel title={t('wizard.cutover.back.only')}>
      <Text size="sm">{t('wizard.cutover.back.onlyText', { since })}</Text>
      <Checkbox
        checked={sure}
        onChange={(event) => setSure(event.currentTarget.checked)}
        label={t('wizard.cutover.back.onlySure', { since })}
      />
      <Group>
        <Action
          {...wrapping}
          color="red"
          variant="light"
          why={sure ? null : t('wizard.why.tick', { label: t('wizard.cutover.back.onlySure', { since }) })}
          onClick={() => goBack(true)}
        >
          {t('wizard.cutover.back.onlyDo', { name: fileName(view.source) })}
        </Action>
      </Group>
    </Panel>
  );
}

import { Group, Stack, Text } from '@mantine/core';
import { exportFolder } from '../../../shared/export-folder.ts';
import { FolderButton } from '../../components/FolderButton.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { SchemaField } from './SchemaField.tsx';

/** No server within reach: a folder that a memory stick takes there. */
export function FolderForm() {
  const { t } = useText();
  const folder = useWizard((state) => state.target.folder);
  const source = useWizard((state) => state.look?.file.name ?? null);
  const setTarget = useWizard((state) => state.setTarget);
  return (
    <Stack gap="sm">
      <Text size="sm">{t('wizard.export.text')}</Text>
      <Text size="sm" c="dimmed">
        {t('wizard.export.needs')}
      </Text>
      <Group gap="sm">
        <FolderButton
          quiet
          label={t('wizard.export.choose')}
          onChosen={(chosen) => setTarget({ folder: chosen })}
        />
        <Text size="sm" className="wrap" role="status" flex="1 1 12rem">
          {folder === null ? t('wizard.export.noFolder') : folder.path}
        </Text>
      </Group>
      <Problem slot="tools" />
      {folder !== null && source !== null && (
        <Text size="sm" c="dimmed" className="wrap">
          {t('wizard.export.inside', { name: exportFolder(source) })}
        </Text>
      )}
      <SchemaField />
    </Stack>
  );
}

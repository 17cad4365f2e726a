import { Alert, List, Text } from '@mantine/core';
import { IconUsb } from '@tabler/icons-react';
import { useText } from '../i18n/format.ts';
import { Command } from './Command.tsx';

/** Where the files of an export are, and what is to be done with them. */
export function ExportedFolder(props: {
  /** For people. */
  path: string;
  /** Known where it was written just now. */
  wrote?: { files: number; bytes: number; seconds: number };
}) {
  const { path, wrote } = props;
  const { t, bytes, duration } = useText();
  return (
    <Alert
      role="status"
      color="green"
      icon={<IconUsb />}
      title={wrote ? t('wizard.export.done', { time: duration(wrote.seconds) }) : t('wizard.export.written')}
    >
      <Text size="sm" fw={600} className="wrap">
        {path}
      </Text>
      {wrote && (
        <Text size="sm">{t('wizard.export.files', { count: wrote.files, size: bytes(wrote.bytes) })}</Text>
      )}
      <List type="ordered" size="sm" spacing={6} mt="xs" mb="xs">
        <List.Item>{t('wizard.export.take')}</List.Item>
        <List.Item>
          <Command label={t('wizard.export.command')} command={t('wizard.export.psql')} />
        </List.Item>
        <List.Item>{t(wrote ? 'wizard.export.later' : 'wizard.export.laterHere')}</List.Item>
      </List>
      <Text size="sm">{t('wizard.export.private')}</Text>
    </Alert>
  );
}

import { Button, Group, List, Stack, Table, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { languageOf } from '../../../shared/messages/index.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { Action } from '../Action.tsx';
import { Dialog } from '../Dialog.tsx';
import { Loading } from '../Loading.tsx';
import { Problem } from '../Problem.tsx';

/** Which files, how large, and how values look in them: before the button writes them. */
export function SupportDialog({ run, onClose }: { run: string; onClose: () => void }) {
  const { t, bytes } = useText();
  const { i18n } = useTranslation();
  const preview = useWizard((state) => state.support);
  const failed = useWizard((state) => state.problems.support);
  const saved = useWizard((state) => state.supportSaved);
  const saveSupport = useWizard((state) => state.saveSupport);
  return (
    <Dialog onClose={onClose} title={t('support.title')} size="lg">
      <Stack>
        <Problem slot="support" />
        {preview === null && !failed && <Loading />}
        {preview !== null && (
          <>
            <Text size="sm">{t('support.preview.intro', { run })}</Text>
            <Table>
              <Table.Tbody>
                {preview.files.map((file) => (
                  <Table.Tr key={file.name}>
                    <Table.Td>{t(`support.preview.files.${file.name.replace(/\.\w+$/, '')}`)}</Table.Td>
                    <Table.Td>
                      <Text size="xs" c="dimmed">
                        {file.name}
                      </Text>
                    </Table.Td>
                    <Table.Td className="number">{bytes(file.bytes)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            <Text size="sm">{t('support.preview.masking')}</Text>
            {preview.examples.length > 0 && (
              <>
                <Text size="sm">{t('support.preview.examples')}</Text>
                <List size="sm">
                  {preview.examples.map(({ place, value }) => (
                    <List.Item key={place} className="wrap">
                      {place}: <code>{value}</code>
                    </List.Item>
                  ))}
                </List>
              </>
            )}
          </>
        )}
        {saved !== null && (
          <Text size="sm" role="status" className="wrap good">
            {t('wizard.save.done', { name: saved })}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('wizard.close')}
          </Button>
          <Action
            leftSection={<IconDownload size={18} />}
            why={preview === null ? t('support.preview.wait') : null}
            onClick={() => saveSupport(run, languageOf(i18n.language))}
          >
            {t('support.preview.write')}
          </Action>
        </Group>
      </Stack>
    </Dialog>
  );
}

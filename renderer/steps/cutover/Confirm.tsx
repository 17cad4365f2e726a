import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnected } from '@tabler/icons-react';
import type { CutoverPreview, CutoverView } from '../../../shared/contract.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { unticked } from './checks.ts';

/** The last question before going live: what changes, in its own words, and what nobody has seen to. */
export function Confirm(props: { view: CutoverView; preview: CutoverPreview; onClose: () => void }) {
  const { view, preview, onClose } = props;
  const { t } = useText();
  const goLive = useWizard((state) => state.goLive);
  const files = preview.envs.filter(({ difference }) => difference.length > 0).length;
  const chosen = preview.envs.length > 0;
  // From the first file on nobody writes to the source any more.
  const open = view.phase === 'halfway' ? [] : unticked(view);
  const { role, schema, managed } = preview;
  return (
    <Dialog onClose={onClose} size="lg" title={t('wizard.cutover.confirm.title')}>
      <Stack gap="md">
        <List size="sm" spacing={6}>
          <List.Item>
            {files > 0
              ? t('wizard.cutover.confirm.files', { count: files })
              : t(`wizard.cutover.confirm.${chosen ? 'sameFiles' : 'noFiles'}`)}
          </List.Item>
          <List.Item>
            <span className="wrap">{t('wizard.cutover.confirm.login', { role, schema })}</span>
          </List.Item>
          {managed && <List.Item>{t('cutover.service.plan')}</List.Item>}
          <List.Item>
            <span className="wrap">{t('wizard.cutover.confirm.file', { path: view.source })}</span>
          </List.Item>
          <List.Item>{t('wizard.cutover.confirm.back')}</List.Item>
        </List>
        {open.length > 0 && (
          <Alert
            color="orange"
            icon={<IconAlertTriangle />}
            title={t('wizard.cutover.confirm.open', { count: open.length })}
          >
            <List size="sm">
              {open.map(({ key }) => (
                <List.Item key={key}>{t(`cutover.checks.${key}`)}</List.Item>
              ))}
            </List>
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('wizard.cutover.confirm.notYet')}
          </Button>
          <Button
            leftSection={<IconPlugConnected size={18} />}
            onClick={() => {
              onClose();
              void goLive();
            }}
          >
            <Text component="span" inherit>
              {t('wizard.cutover.confirm.go')}
            </Text>
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

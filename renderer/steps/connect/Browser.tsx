import { Anchor, Breadcrumbs, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconDatabase, IconFileText, IconFolder } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { FolderUp } from '../../components/FolderUp.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Problem } from '../../components/Problem.tsx';
import { ShowAll } from '../../components/ShowAll.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/** Files on the computer of the host, in the folders that the user allowed; databases unless told otherwise. */
export function Browser(props: {
  onClose: () => void;
  /** Gets the token of the file. */
  onTake?: (file: string) => void;
  empty?: string;
  hidden?: boolean;
}) {
  const { onClose, onTake, empty, hidden = false } = props;
  const { t, bytes, date } = useText();
  const { roots, listing, browse, openRoots, setShowAll, take } = useWizard((state) => state);
  const computer = useWizard((state) => state.info?.computer ?? '');
  const busy = useWizard((state) => state.busy.source === true);
  useEffect(() => {
    void openRoots();
    void setShowAll(hidden);
  }, [openRoots, setShowAll, hidden]);
  const FileIcon = onTake ? IconFileText : IconDatabase;
  const entries = listing
    ? listing.entries
    : (roots ?? []).map((root) => ({ ...root, kind: 'folder' as const, bytes: null, modified: null }));

  return (
    <Dialog onClose={onClose} size="xl" title={t('wizard.browser.title', { computer })}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Breadcrumbs>
            <Anchor component="button" type="button" size="sm" onClick={() => void openRoots()}>
              {t('wizard.browser.roots')}
            </Anchor>
            {listing && (
              <Text size="sm" className="wrap">
                {listing.folder.path}
              </Text>
            )}
          </Breadcrumbs>
          <ShowAll />
        </Group>
        <Problem slot="source" />
        {busy && !listing && !roots ? (
          <Loading />
        ) : (
          <Stack gap={4} className="tall">
            <FolderUp />
            {entries.length === 0 && (
              <Text size="sm" c="dimmed">
                {empty ?? t('wizard.browser.empty')}
              </Text>
            )}
            {entries.map((entry) => (
              <UnstyledButton
                key={entry.token}
                className="choice"
                onClick={() => {
                  if (entry.kind === 'folder') return void browse(entry.token);
                  void (onTake ?? take)(entry.token);
                  onClose();
                }}
              >
                <Group justify="space-between" wrap="nowrap">
                  <Group gap="xs" wrap="nowrap" miw={0}>
                    {entry.kind === 'folder' ? <IconFolder size={18} /> : <FileIcon size={18} />}
                    <Text component="span" size="sm" className="wrap">
                      {listing ? entry.name : entry.path}
                    </Text>
                  </Group>
                  {entry.kind === 'file' && (
                    <Text component="span" size="xs" c="dimmed" className="number">
                      {entry.bytes === null ? '' : bytes(entry.bytes)}
                      {entry.modified === null ? '' : ` · ${date(entry.modified)}`}
                    </Text>
                  )}
                </Group>
              </UnstyledButton>
            ))}
          </Stack>
        )}
        {!listing && (
          <Text size="sm" c="dimmed">
            {t('wizard.browser.allowed', { computer })}
          </Text>
        )}
        {listing?.cut && <Text size="sm">{t('wizard.browser.cut')}</Text>}
      </Stack>
    </Dialog>
  );
}

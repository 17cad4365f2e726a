import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import type { PickedFile } from '../../shared/contract.ts';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';
import { Action } from './Action.tsx';
import { Dialog } from './Dialog.tsx';
import { FolderRows } from './FolderRows.tsx';
import { Problem } from './Problem.tsx';

/** Folders on the computer of the host, where the user allowed it. */
export function FolderDialog(props: { onClose: () => void; onChosen: (folder: PickedFile) => void }) {
  const { onClose, onChosen } = props;
  const { t } = useText();
  const { roots, listing, openRoots } = useWizard((state) => state);
  const computer = useWizard((state) => state.info?.computer ?? '');
  useEffect(() => void openRoots(), [openRoots]);
  const inside = listing?.entries.filter(({ kind }) => kind === 'folder');
  const loading = useWizard((state) => state.busy.source === true);
  const folders: PickedFile[] = inside ?? roots ?? [];
  return (
    <Dialog onClose={onClose} size="lg" title={t('wizard.tools.folder.title', { computer })}>
      <Stack gap="sm">
        <Text size="sm" fw={600} className="wrap" role="status">
          {listing ? listing.folder.path : t('wizard.browser.roots')}
        </Text>
        <Problem slot="source" />
        <Stack gap={4} className="tall">
          <FolderRows folders={folders} />
        </Stack>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('wizard.cancel')}
          </Button>
          <Action
            why={
              loading
                ? t('wizard.why.moment')
                : listing
                  ? null
                  : t(folders.length > 0 ? 'wizard.why.folder' : 'wizard.why.noFolders')
            }
            onClick={() => listing && onChosen(listing.folder)}
          >
            {t('wizard.tools.folder.use')}
          </Action>
        </Group>
      </Stack>
    </Dialog>
  );
}

import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FolderEntry, PickedFile } from '../../shared/contract.ts';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';
import { Action } from './Action.tsx';
import { Dialog } from './Dialog.tsx';
import { FolderRows } from './FolderRows.tsx';
import { Problem } from './Problem.tsx';
import { ShowAll } from './ShowAll.tsx';

/** Files on the computer of the host to be ticked, in as many folders as somebody opens. */
export function PickSeveral({ onClose }: { onClose: () => void }) {
  const { t, bytes } = useText();
  const { roots, listing, openRoots, setShowAll, openFiles } = useWizard((state) => state);
  const computer = useWizard((state) => state.info?.computer ?? '');
  const [ticked, setTicked] = useState<ReadonlyMap<string, PickedFile>>(new Map());
  useEffect(() => {
    void openRoots();
    void setShowAll(false);
  }, [openRoots, setShowAll]);
  const folders: PickedFile[] = listing?.entries.filter(({ kind }) => kind === 'folder') ?? roots ?? [];
  const files = listing?.entries.filter(({ kind }) => kind === 'file') ?? [];
  const tick = (entries: readonly FolderEntry[], wanted: boolean): void => {
    const next = new Map(ticked);
    for (const { token, name, path } of entries) {
      if (wanted) next.set(token, { token, name, path });
      else next.delete(token);
    }
    setTicked(next);
  };
  return (
    <Dialog onClose={onClose} size="xl" title={t('wizard.fleet.pick.title', { computer })}>
      <Stack gap="sm">
        <Text size="sm">{t('wizard.fleet.pick.text')}</Text>
        <Group justify="space-between">
          <Text size="sm" fw={600} className="wrap" role="status">
            {listing ? listing.folder.path : t('wizard.browser.roots')}
          </Text>
          <ShowAll />
        </Group>
        <Problem slot="source" />
        <Stack gap={4} className="tall">
          <FolderRows folders={folders} />
          {listing && folders.length + files.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('wizard.browser.empty')}
            </Text>
          )}
          {files.length > 1 && (
            <Checkbox
              mt="xs"
              label={t('wizard.fleet.pick.all')}
              checked={files.every(({ token }) => ticked.has(token))}
              onChange={(event) => tick(files, event.currentTarget.checked)}
            />
          )}
          {files.map((file) => (
            <Checkbox
              key={file.token}
              className="choice"
              label={file.bytes === null ? file.name : `${file.name} · ${bytes(file.bytes)}`}
              styles={{ label: { overflowWrap: 'anywhere' } }}
              checked={ticked.has(file.token)}
              onChange={(event) => tick([file], event.currentTarget.checked)}
            />
          ))}
        </Stack>
        {listing?.cut && <Text size="sm">{t('wizard.browser.cut')}</Text>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('wizard.cancel')}
          </Button>
          <Action
            why={ticked.size === 0 ? t('wizard.fleet.pick.none') : null}
            onClick={() => {
              onClose();
              void openFiles([...ticked.values()]);
            }}
          >
            {t('wizard.fleet.pick.use', { count: Math.max(1, ticked.size) })}
          </Action>
        </Group>
      </Stack>
    </Dialog>
  );
}

import { Group, Text, UnstyledButton } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import type { PickedFile } from '../../shared/contract.ts';
import { useWizard } from '../state/use.ts';
import { FolderUp } from './FolderUp.tsx';

/** Folders to open, on the computer of the host, and the one above. */
export function FolderRows({ folders }: { folders: readonly PickedFile[] }) {
  const { listing, browse } = useWizard((state) => state);
  return (
    <>
      <FolderUp />
      {folders.map((folder) => (
        <UnstyledButton key={folder.token} className="choice" onClick={() => void browse(folder.token)}>
          <Group gap="xs" wrap="nowrap">
            <IconFolder size={18} />
            <Text component="span" size="sm" className="wrap">
              {listing ? folder.name : folder.path}
            </Text>
          </Group>
        </UnstyledButton>
      ))}
    </>
  );
}

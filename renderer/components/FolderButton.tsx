import { IconFolderOpen } from '@tabler/icons-react';
import { useState } from 'react';
import type { PickedFile } from '../../shared/contract.ts';
import { useWizard } from '../state/use.ts';
import { Action } from './Action.tsx';
import { FolderDialog } from './FolderDialog.tsx';

/** Asks for a folder: with the system's dialog, or by browsing the host's computer. */
export function FolderButton(props: {
  label: string;
  onChosen: (folder: PickedFile) => void;
  loading?: boolean;
  quiet?: boolean;
}) {
  const { label, onChosen, loading = false, quiet = false } = props;
  const picks = useWizard((state) => state.info?.can.pick === true);
  const pickFolder = useWizard((state) => state.pickFolder);
  const [browsing, setBrowsing] = useState(false);
  const pick = async () => {
    const folder = await pickFolder();
    if (folder) onChosen(folder);
  };
  return (
    <>
      <Action
        {...(quiet ? { size: 'xs', variant: 'default' } : {})}
        leftSection={<IconFolderOpen size={quiet ? 16 : 18} />}
        loading={loading}
        onClick={() => (picks ? void pick() : setBrowsing(true))}
      >
        {label}
      </Action>
      {browsing && (
        <FolderDialog
          onClose={() => setBrowsing(false)}
          onChosen={(folder) => {
            setBrowsing(false);
            onChosen(folder);
          }}
        />
      )}
    </>
  );
}

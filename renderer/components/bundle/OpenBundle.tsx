import { FileButton } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import { useRef } from 'react';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { Action } from '../Action.tsx';

/** Chooses a support bundle; the page reads it itself, so it is the browser's own dialog on every host. */
export function OpenBundle({ again = false }: { again?: boolean }) {
  const { t } = useText();
  const openBundle = useWizard((state) => state.openBundle);
  const busy = useWizard((state) => state.busy.bundle === true);
  const reset = useRef<() => void>(null);
  return (
    <FileButton
      accept=".zip"
      resetRef={reset}
      onChange={(file) => {
        // The same one can be chosen again.
        reset.current?.();
        if (file) void openBundle(file);
      }}
    >
      {({ onClick }) => (
        <Action
          looks
          size={again ? 'xs' : 'sm'}
          variant="default"
          leftSection={<IconLifebuoy size={again ? 16 : 18} />}
          loading={busy}
          onClick={() => onClick()}
        >
          {t(again ? 'wizard.bundle.another' : 'wizard.bundle.open')}
        </Action>
      )}
    </FileButton>
  );
}

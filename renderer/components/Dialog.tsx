import { Modal, type ModalProps } from '@mantine/core';
import { useEffect } from 'react';
import { useText } from '../i18n/format.ts';

/** A window over the page; open unless told otherwise, and its cross has a name. */
export function Dialog({ opened = true, ...props }: Omit<ModalProps, 'opened'> & { opened?: boolean }) {
  const { t } = useText();
  useGivenBack(opened);
  return <Modal opened={opened} closeButtonProps={{ 'aria-label': t('wizard.close') }} {...props} />;
}

/** The focus goes back to what opened the window, also where the window is taken out of the page instead of closed. */
function useGivenBack(opened: boolean): void {
  useEffect(() => {
    if (!opened) return;
    // The window takes the focus a moment later.
    const opener = document.activeElement;
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, [opened]);
}

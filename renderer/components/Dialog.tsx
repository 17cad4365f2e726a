import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useMemo } from 'react';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';

/** A window over the page; open unless told otherwise, and its cross has a name. */
export function Dialog({ opened = true, ...props }: Omit<ModalProps, 'opened'> & { opened?: boolean }) {
  const { t } = useText();
  useGivenBack(opened);
  // Escape closes the guide alone, where it lies over this.
  const isOnTop = useWizard((state) => state.guide === null);
  return (
    <Modal
      opened={opened}
      closeOnEscape={isOnTop}
      closeButtonProps={{ 'aria-label': t('wizard.close') }}
      {...props}
    />
  );
}

/** The focus goes back to what opened the window, also where the window is taken out of the page instead of closed. */
function useGivenBack(opened: boolean): void {
  // While it is drawn for the first time: what opened it may be gone as soon as it is there.
  const opener = useMemo(() => (opened ? openerOf(document.activeElement) : null), [opened]);
  useEffect(() => {
    if (!opened) return;
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, [opened, opener]);
}

/** A menu closes behind the window that it opened: what is left of it is its button. */
function openerOf(element: Element | null): Element | null {
  const menu = element?.closest('[role=menu]');
  return menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : element;
}

import { Modal, type ModalProps } from '@mantine/core';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';
import { useGivenBack } from './use-given-back.ts';

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

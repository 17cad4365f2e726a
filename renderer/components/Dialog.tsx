import { Modal, type ModalProps } from '@mantine/core';
import { useText } from '../i18n/format.ts';

/** A window over the page; open unless told otherwise, and its cross has a name. */
export function Dialog({ opened = true, ...props }: Omit<ModalProps, 'opened'> & { opened?: boolean }) {
  const { t } = useText();
  return <Modal opened={opened} closeButtonProps={{ 'aria-label': t('wizard.close') }} {...props} />;
}

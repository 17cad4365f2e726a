import { Group, Text, UnstyledButton } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';

/** Out of the folder that is shown, as far as the user allowed. */
export function FolderUp() {
  const { t } = useText();
  const { listing, browse, openRoots } = useWizard((state) => state);
  if (!listing) return null;
  return (
    <UnstyledButton
      className="choice"
      onClick={() => void (listing.parent ? browse(listing.parent) : openRoots())}
    >
      <Group gap="xs">
        <IconArrowUp size={18} />
        <Text size="sm">{t('wizard.browser.up')}</Text>
      </Group>
    </UnstyledButton>
  );
}

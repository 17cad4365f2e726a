import { ActionIcon, Tooltip } from '@mantine/core';
import { IconTools } from '@tabler/icons-react';
import { useRefusal } from '../../components/use-refusal.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/** What comes after a migration, by a picture alone: its name is in the tooltip. */
export function ToolsButton({ run, name, why }: { run: string; name: string; why: string | null }) {
  const { t } = useText();
  const openTools = useWizard((state) => state.openTools);
  const { text, ...refusal } = useRefusal(why);
  return (
    <>
      <Tooltip label={why ?? t('wizard.tools.open')} multiline maw="22rem">
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('wizard.tools.openOf', { name, run })}
          onClick={() => void openTools(run)}
          {...refusal}
        >
          <IconTools size={16} />
        </ActionIcon>
      </Tooltip>
      {text}
    </>
  );
}

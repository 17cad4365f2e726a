import { IconLifebuoy } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { Action } from '../Action.tsx';
import { SupportDialog } from './SupportDialog.tsx';

/** Shows what support would get of a run, and writes it from there. */
export function SupportButton({ run }: { run: string }) {
  const { t } = useText();
  const previewSupport = useWizard((state) => state.previewSupport);
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Action
        size="xs"
        variant="default"
        leftSection={<IconLifebuoy size={16} />}
        onClick={() => {
          setOpened(true);
          return previewSupport(run);
        }}
      >
        {t('support.title')}
      </Action>
      {opened && <SupportDialog run={run} onClose={() => setOpened(false)} />}
    </>
  );
}

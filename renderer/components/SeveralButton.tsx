import { IconCar } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';
import { Action } from './Action.tsx';
import { PickSeveral } from './PickSeveral.tsx';

/** Chooses several files, or a list of them: with the system's dialog, or by browsing the host's computer. */
export function SeveralButton({ why }: { why: string | null }) {
  const { t } = useText();
  const picks = useWizard((state) => state.info?.can.pick === true);
  const pickSeveral = useWizard((state) => state.pickSeveral);
  const busy = useWizard((state) => state.busy.fleet === true);
  const [browsing, setBrowsing] = useState(false);
  return (
    <>
      <Action
        variant="default"
        leftSection={<IconCar size={18} />}
        why={why}
        loading={busy}
        onClick={() => (picks ? void pickSeveral() : setBrowsing(true))}
      >
        {t('wizard.fleet.several')}
      </Action>
      {browsing && <PickSeveral onClose={() => setBrowsing(false)} />}
    </>
  );
}

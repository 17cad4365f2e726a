import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';
import { Brand } from './Brand.tsx';
import { BundleBanner } from './bundle/BundleBanner.tsx';
import { ReadOnly } from './bundle/ReadOnly.tsx';
import { Guide } from './guide/Guide.tsx';
import { Preferences } from './Preferences.tsx';
import { Problem } from './Problem.tsx';
import { Steps } from './Steps.tsx';
import { useKeptFocus } from './use-kept-focus.ts';

/** What is around every step. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useText();
  useKeptFocus();
  const lost = useWizard((state) => state.connection === 'lost');
  return (
    <div className="shell">
      <header>
        <a className="skip" href="#content">
          {t('wizard.skip')}
        </a>
        <div className="top">
          <Brand />
          <nav className="steps" aria-label={t('wizard.stepsLabel')}>
            <Steps />
          </nav>
          <Preferences />
        </div>
        {lost && (
          <Alert
            radius={0}
            color="orange"
            icon={<IconPlugConnectedX />}
            title={t('wizard.lost.title')}
            role="status"
          >
            {t('wizard.lost.text')}
          </Alert>
        )}
        <BundleBanner />
        <Problem slot="bundle" />
        <Problem slot="session" />
      </header>
      <ReadOnly>{children}</ReadOnly>
      <Guide />
    </div>
  );
}

import '@mantine/core/styles.css';
import '@mantine/charts/styles.css';
import './styles.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { App } from './App.tsx';
import { openClient } from './client/open.ts';
import { NoSession } from './components/NoSession.tsx';
import { createI18n } from './i18n/index.ts';
import { createWizard } from './state/store.ts';
import { colours, theme } from './theme.ts';

const client = await openClient();
const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');

createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={createI18n()}>
      <MantineProvider theme={theme} cssVariablesResolver={colours} defaultColorScheme="auto">
        {client ? <App store={createWizard(client)} /> : <NoSession />}
      </MantineProvider>
    </I18nextProvider>
  </StrictMode>,
);

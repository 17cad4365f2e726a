import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { WizardStore } from './store.ts';
import type { Wizard } from './wizard.ts';

export const WizardContext = createContext<WizardStore | null>(null);

/** A part of the wizard's state; draws anew when that part changes. */
export function useWizard<T>(select: (state: Wizard) => T): T {
  const store = useContext(WizardContext);
  if (!store) throw new Error('useWizard outside of WizardContext');
  return useStore(store, select);
}

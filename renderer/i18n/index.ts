import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { languageOf } from '../../shared/messages/index.ts';
import { resources } from '../../shared/messages/resources.ts';
import { addSaid } from '../../shared/messages/said.ts';

/** Texts for the page, in the browser's language until the host says which one was chosen. */
export function createI18n(): i18n {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: languageOf(navigator.language),
    fallbackLng: 'pt-BR',
    resources,
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  addSaid(instance);
  const mark = (language: string): void => {
    document.documentElement.lang = language;
  };
  mark(instance.language);
  instance.on('languageChanged', mark);
  return instance;
}

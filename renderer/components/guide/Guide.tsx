import { Button, Drawer, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { IconArrowLeft, IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuidePage } from '../../../shared/guide/pages.ts';
import { languageOf } from '../../../shared/messages/index.ts';
import { useText } from '../../i18n/format.ts';
import { placeInLanguage } from '../../state/guide.ts';
import { useWizard } from '../../state/use.ts';
import { Loading } from '../Loading.tsx';
import { useGivenBack } from '../use-given-back.ts';
import { GuideHits } from './GuideHits.tsx';
import { GuideText } from './GuideText.tsx';

/**
 * The guide, beside the page that is open: where somebody is in the work stays as it is. Escape is heard here, behind what
 * a window below would hear of it.
 */
export function Guide() {
  const { t } = useText();
  const opened = useWizard((state) => state.guide !== null);
  const close = useWizard((state) => state.closeGuide);
  useGivenBack(opened);
  return (
    <Drawer
      opened={opened}
      onClose={close}
      position="right"
      zIndex={300}
      size="min(44rem, 100vw)"
      title={t('wizard.guide.title')}
      closeButtonProps={{ 'aria-label': t('wizard.close') }}
      returnFocus={false}
      closeOnEscape={false}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <Opened />
    </Drawer>
  );
}

function Opened() {
  const { t } = useText();
  const language = languageOf(useTranslation().i18n.language);
  const pages = usePages(language);
  const places = useWizard((state) => state.guide);
  const follow = useWizard((state) => state.followGuide);
  const stepBack = useWizard((state) => state.stepBackInGuide);
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const last = places?.at(-1);
  if (pages === null) return <Loading />;
  if (last === undefined) return null;
  const place = placeInLanguage(language, last);
  const page = pages.find(({ name }) => name === place.page);
  return (
    <Stack gap="sm">
      <TextInput
        leftSection={<IconSearch size={16} />}
        aria-label={t('wizard.guide.search')}
        placeholder={t('wizard.guide.search')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {wanted === '' && (
        <Group gap="xs" wrap="nowrap">
          <NativeSelect
            style={{ flex: 1, minWidth: 0 }}
            aria-label={t('wizard.guide.page')}
            value={place.page}
            onChange={(event) => follow({ page: event.currentTarget.value, section: '' })}
            data={pages.map(({ name, title }) => ({ value: name, label: title }))}
          />
          {(places?.length ?? 0) > 1 && (
            <Button variant="default" leftSection={<IconArrowLeft size={16} />} onClick={stepBack}>
              {t('wizard.guide.back')}
            </Button>
          )}
        </Group>
      )}
      {wanted !== '' ? (
        <GuideHits
          pages={pages}
          text={wanted}
          onOpen={(found) => {
            setText('');
            follow(found);
          }}
        />
      ) : (
        page && <GuideText page={page} section={place.section} onFollow={follow} />
      )}
    </Stack>
  );
}

/** They are as long as all the rest of the wizard's texts, so they are loaded when somebody first asks. */
function usePages(language: 'pt-BR' | 'en'): GuidePage[] | null {
  const [loaded, setLoaded] = useState<{ language: string; pages: GuidePage[] } | null>(null);
  useEffect(() => {
    const loading = language === 'en' ? import('virtual:guide/en') : import('virtual:guide/pt-BR');
    void loading.then(({ default: pages }) => setLoaded({ language, pages }));
  }, [language]);
  return loaded?.language === language ? loaded.pages : null;
}

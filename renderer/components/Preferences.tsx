import {
  ActionIcon,
  Group,
  NativeSelect,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { IconHelp, IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';

/** The guide, language, and light or dark, on every step. */
export function Preferences() {
  const { t } = useText();
  const { i18n } = useTranslation();
  const setLanguage = useWizard((state) => state.setLanguage);
  const openGuide = useWizard((state) => state.openGuide);
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Group gap="xs" wrap="nowrap">
      <Tooltip label={t('wizard.guide.title')}>
        <ActionIcon
          variant="default"
          size="md"
          aria-label={t('wizard.guide.title')}
          onClick={() => openGuide()}
        >
          <IconHelp size={16} />
        </ActionIcon>
      </Tooltip>
      <NativeSelect
        size="xs"
        aria-label={t('wizard.language')}
        value={i18n.language}
        onChange={(event) => setLanguage(event.currentTarget.value === 'en' ? 'en' : 'pt-BR')}
        data={[
          { value: 'pt-BR', label: 'Português' },
          { value: 'en', label: 'English' },
        ]}
      />
      <Tooltip label={t(`wizard.scheme.${other}`)}>
        <ActionIcon
          variant="default"
          size="md"
          aria-label={t(`wizard.scheme.${other}`)}
          onClick={() => setColorScheme(other)}
        >
          {scheme === 'dark' ? <IconSun size={16} /> : <IconMoon size={16} />}
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

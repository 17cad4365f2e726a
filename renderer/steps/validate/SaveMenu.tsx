import { Button, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconDownload, IconFolder } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../shared/contract.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/**
 * The certificate in the language of the page, in every format of this host, and the exceptions.
 * @param props.quiet something else is the main thing to do.
 */
export function SaveMenu({ run, quiet = false }: { run: RunDetail; quiet?: boolean }) {
  const { t } = useText();
  const { i18n } = useTranslation();
  const can = useWizard((state) => state.info?.can);
  const busy = useWizard((state) => state.busy.save === true);
  const saved = useWizard((state) => state.saved);
  const { save, print, reveal } = useWizard((state) => state);
  const { id } = run.state;
  const language = i18n.language === 'en' ? 'en' : 'pt-BR';
  const certificate = (format: 'html' | 'json' | 'pdf') =>
    void save({ what: 'certificate', run: id, format, language });
  return (
    <>
      {saved !== null && (
        <Text size="sm" role="status" className="wrap good" maw="24rem">
          {t('wizard.save.done', { name: saved })}
        </Text>
      )}
      <Menu position="top-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} />}>
            {t('wizard.save.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {can?.pdf ? (
            <Menu.Item onClick={() => certificate('pdf')}>{t('wizard.save.pdf')}</Menu.Item>
          ) : (
            <Menu.Item onClick={() => void print(id, language)}>{t('wizard.save.print')}</Menu.Item>
          )}
          <Menu.Item onClick={() => certificate('json')}>{t('wizard.save.json')}</Menu.Item>
          {run.exceptions > 0 && (
            <Menu.Item onClick={() => void save({ what: 'exceptions', run: id })}>
              {t('wizard.save.exceptions')}
            </Menu.Item>
          )}
          {can?.reveal && (
            <Menu.Item leftSection={<IconFolder size={16} />} onClick={() => void reveal()}>
              {t('wizard.save.reveal')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Button
        variant={quiet ? 'default' : 'filled'}
        leftSection={<IconDownload size={18} />}
        loading={busy}
        onClick={() => certificate('html')}
      >
        {t('wizard.save.html')}
      </Button>
    </>
  );
}

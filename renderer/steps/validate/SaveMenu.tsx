import { Button, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconDownload, IconFolder } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../shared/contract.ts';
import { languageOf } from '../../../shared/messages/index.ts';
import { Action } from '../../components/Action.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { CertificateDialog, type CertificateWay } from './CertificateDialog.tsx';

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
  const { save, reveal } = useWizard((state) => state);
  const [way, setWay] = useState<CertificateWay | null>(null);
  const { id } = run.state;
  const language = languageOf(i18n.language);
  const exceptions = (format: 'csv' | 'ndjson') =>
    void save({ what: 'exceptions', run: id, format, language });
  return (
    <>
      {way !== null && (
        <CertificateDialog run={id} way={way} language={language} onClose={() => setWay(null)} />
      )}
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
            <Menu.Item onClick={() => setWay('pdf')}>{t('wizard.save.pdf')}</Menu.Item>
          ) : (
            <Menu.Item onClick={() => setWay('print')}>{t('wizard.save.print')}</Menu.Item>
          )}
          <Menu.Item onClick={() => setWay('json')}>{t('wizard.save.json')}</Menu.Item>
          {run.exceptions > 0 && (
            <>
              <Menu.Item onClick={() => exceptions('csv')}>{t('wizard.save.exceptionsCsv')}</Menu.Item>
              <Menu.Item onClick={() => exceptions('ndjson')}>{t('wizard.save.exceptions')}</Menu.Item>
            </>
          )}
          {can?.reveal && (
            <Menu.Item leftSection={<IconFolder size={16} />} onClick={() => void reveal()}>
              {t('wizard.save.reveal')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Action
        variant={quiet ? 'default' : 'filled'}
        leftSection={<IconDownload size={18} />}
        loading={busy}
        onClick={() => setWay('html')}
      >
        {t('wizard.save.html')}
      </Action>
    </>
  );
}

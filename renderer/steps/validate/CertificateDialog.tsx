import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/** How a certificate leaves the wizard. */
export type CertificateWay = 'html' | 'json' | 'pdf' | 'print';

/** Asks who made the migration before the certificate is written. */
export function CertificateDialog(props: {
  run: string;
  way: CertificateWay;
  language: 'pt-BR' | 'en';
  onClose: () => void;
}) {
  const { run, way, language, onClose } = props;
  const { t } = useText();
  const known = useWizard((state) => state.info?.installer ?? '');
  const { save, print } = useWizard((state) => state);
  const [installer, setInstaller] = useState(known);
  const write = () => {
    onClose();
    if (way === 'print') void print(run, language, installer);
    else void save({ what: 'certificate', run, format: way, language, installer });
  };
  return (
    <Dialog onClose={onClose} title={t('wizard.certificateOf.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          write();
        }}
      >
        <Stack>
          <TextInput
            label={t('wizard.certificateOf.installer')}
            description={t('wizard.certificateOf.installerText')}
            value={installer}
            maxLength={120}
            autoComplete="name"
            data-autofocus={known === '' ? true : undefined}
            onChange={(event) => setInstaller(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('wizard.cancel')}
            </Button>
            <Button type="submit" data-autofocus={known === '' ? undefined : true}>
              {t(`wizard.certificateOf.${way === 'print' ? 'print' : 'save'}`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

import { Button, Collapse, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useEffect, useId, useState } from 'react';
import { tlsModes } from '../../../shared/contract/target.ts';
import { FoldButton } from '../../components/FoldButton.tsx';
import { useText } from '../../i18n/format.ts';
import { emptyTarget, type TargetForm } from '../../state/target-form.ts';
import { useWizard } from '../../state/use.ts';
import { Browser } from './Browser.tsx';
import { SchemaField } from './SchemaField.tsx';

/**
 * What hardly anybody changes, folded away until somebody asks, or has changed something of it: nothing that counts is
 * out of sight.
 * @param props.schema false where the schema is settled. @param props.tls false where there is no network in between.
 */
export function Advanced({ schema = true, tls = true }: { schema?: boolean; tls?: boolean }) {
  const { t } = useText();
  const target = useWizard((state) => state.target);
  const [asked, setAsked] = useState<boolean | null>(null);
  const id = useId();
  const changed =
    (schema && target.schema !== emptyTarget.schema) ||
    (tls && (target.tls !== emptyTarget.tls || target.certificates !== null));
  const open = asked ?? changed;
  // It does not fold under somebody's hands who puts a value back.
  useEffect(() => {
    if (changed) setAsked((before) => before ?? true);
  }, [changed]);
  return (
    <div>
      <FoldButton open={open} id={id} onToggle={() => setAsked(!open)}>
        {t('wizard.target.advanced')}
      </FoldButton>
      <Collapse id={id} expanded={open}>
        <Stack gap="sm" pt="xs">
          {tls && <Tls />}
          {schema && <SchemaField />}
        </Stack>
      </Collapse>
    </div>
  );
}

function Tls() {
  const { t } = useText();
  const target = useWizard((state) => state.target);
  const can = useWizard((state) => state.info?.can);
  const { setTarget, pickCertificates, takeCertificates } = useWizard((state) => state);
  const [browsing, setBrowsing] = useState(false);
  return (
    <>
      <Group align="end" gap="sm">
        <NativeSelect
          size="sm"
          flex={1}
          label={t('wizard.target.tls')}
          value={target.tls}
          onChange={(event) => setTarget({ tls: event.currentTarget.value as TargetForm['tls'] })}
          data={tlsModes.map((mode) => ({ value: mode, label: t(`wizard.target.tlsModes.${mode}`) }))}
        />
        <Button
          size="sm"
          variant="default"
          onClick={() => (can?.pick ? void pickCertificates() : setBrowsing(true))}
        >
          {t('wizard.target.certificates')}
        </Button>
      </Group>
      {target.certificates && (
        <Group gap="xs" wrap="nowrap">
          <Text size="xs" className="wrap">
            {t('wizard.target.certificatesChosen', { path: target.certificates.path })}
          </Text>
          <Button size="compact-xs" variant="subtle" onClick={() => setTarget({ certificates: null })}>
            {t('wizard.target.certificatesNone')}
          </Button>
        </Group>
      )}
      {browsing && (
        <Browser
          hidden
          empty={t('wizard.browser.emptyAll')}
          onTake={(file) => void takeCertificates(file)}
          onClose={() => setBrowsing(false)}
        />
      )}
    </>
  );
}

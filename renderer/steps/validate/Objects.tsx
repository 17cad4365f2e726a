import { List, SimpleGrid, Text } from '@mantine/core';
import type { RunCertificate } from '../../../shared/contract.ts';
import type { RunState } from '../../../shared/model/index.ts';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';

/** What was looked for in the target, what is missing, and which rules old rows do not keep. */
export function Objects({ certificate, state }: { certificate: RunCertificate | null; state: RunState }) {
  const { t, number } = useText();
  const { missing, notValid } = state.objects;
  const refused = (state.validation?.insertsWithoutId ?? []).filter(({ ok }) => !ok);
  const counts = Object.entries(certificate?.objects.compared ?? {}) as [string, number][];
  return (
    <div className="split">
      <Panel title={t('certificate.objects.title')}>
        <Text size="sm" c="dimmed">
          {t('certificate.objects.text')}
        </Text>
        <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="xs">
          {counts.map(([kind, count]) => (
            <Text key={kind} size="sm">
              {t(`certificate.objects.kinds.${kind}`)}: <b>{number(count)}</b>
            </Text>
          ))}
        </SimpleGrid>
      </Panel>
      <Panel title={t('certificate.objects.missing')}>
        {missing.length === 0 ? (
          <Text size="sm" className="good">
            {t('certificate.objects.noneMissing')}
          </Text>
        ) : (
          <Names names={missing} />
        )}
      </Panel>
      {notValid.length > 0 && (
        <Panel title={t('certificate.objects.notValid')}>
          <Text size="sm" c="dimmed">
            {t('certificate.objects.notValidText')}
          </Text>
          <Names names={notValid} />
        </Panel>
      )}
      {refused.length > 0 && (
        <Panel title={t('certificate.validation.insertRefused')}>
          <Names
            names={refused.map(
              ({ table, reason }) => `${table}: ${t('said.other', { reason: reason ?? '' })}`,
            )}
          />
        </Panel>
      )}
    </div>
  );
}

function Names({ names }: { names: string[] }) {
  return (
    <List size="sm">
      {names.map((name) => (
        <List.Item key={name} className="wrap">
          {name}
        </List.Item>
      ))}
    </List>
  );
}

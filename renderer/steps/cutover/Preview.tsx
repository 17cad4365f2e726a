import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import type { CutoverPreview } from '../../../shared/contract.ts';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { ServerPassword } from './ServerPassword.tsx';

/** Every line that goes and comes, before anything is written. */
export function Preview() {
  const { t } = useText();
  const preview = useWizard((state) => state.preview);
  const problem = useWizard((state) => state.problems.preview);
  const busy = useWizard((state) => state.busy.preview === true);
  const load = useWizard((state) => state.loadPreview);
  return (
    <Panel title={t('wizard.cutover.connection.preview')}>
      <Problem slot="preview" />
      {problem && !busy && (
        <>
          <ServerPassword error={problem} />
          <Group>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRefresh size={16} />}
              onClick={() => void load()}
            >
              {t('wizard.cutover.back.again')}
            </Button>
          </Group>
        </>
      )}
      {busy && !preview && <Loading text={t('wizard.cutover.connection.looking')} />}
      {preview && <Shown preview={preview} />}
    </Panel>
  );
}

function Shown({
  preview: { envs, settings, role, superuser, schema, managed },
}: {
  preview: CutoverPreview;
}) {
  const { t } = useText();
  return (
    <Stack gap="sm" role="status">
      <Text size="sm" className="wrap">
        {t('wizard.cutover.connection.role', { role, schema })}
      </Text>
      {superuser && (
        <Alert color="orange" icon={<IconAlertTriangle />}>
          <Text size="sm" className="wrap">
            {t('cutover.superuser', { role })}
          </Text>
        </Alert>
      )}
      {managed && <Text size="sm">{t('cutover.service.plan')}</Text>}
      {envs.length === 0 && (
        <>
          <Text size="sm">{t('wizard.cutover.connection.byHand')}</Text>
          <Code block className="pre">
            {settings.map(({ name, value }) => `${name}=${value}`).join('\n')}
          </Code>
        </>
      )}
      {envs.map(({ path, difference }) => (
        <div key={path}>
          <Text size="sm" fw={600} className="wrap">
            {t(difference.length === 0 ? 'cutover.plan.envSame' : 'cutover.plan.env', { path })}
          </Text>
          {difference.length > 0 && <Difference lines={difference} />}
        </div>
      ))}
      {envs.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('wizard.cutover.connection.previewText')}
        </Text>
      )}
    </Stack>
  );
}

/** The sign at the front says what a colour says. */
function Difference({ lines }: { lines: string[] }) {
  return (
    <Code block className="pre">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines may be equal and never move
        <span key={index} className={line.startsWith('-') ? 'bad' : 'good'} style={{ display: 'block' }}>
          {line}
        </span>
      ))}
    </Code>
  );
}

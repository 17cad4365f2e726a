import { Group, List, Loader, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import type { AuditView } from '../../../shared/contract.ts';
import { findingMessage } from '../../../shared/messages/index.ts';
import { Panel } from '../../components/Panel.tsx';
import { Scrolling } from '../../components/Scrolling.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/** Same types as today, or PostgreSQL's own: with what the application would have to change. */
export function ProfileSwitch({ view }: { view: AuditView }) {
  const { t } = useText();
  const change = useWizard((state) => state.change);
  // What was clicked is shown at once; its plan follows.
  const { profile, extras } = useWizard((state) => state.waiting) ?? view;
  const isWorking = profile !== view.profile || extras !== view.extras;
  const changes = view.audit.findings.filter((finding) => finding.code.startsWith('application.'));
  return (
    <Panel>
      <Group justify="space-between" align="start" gap="md">
        <Stack gap={4} flex={1} miw="18rem">
          <Group gap="xs">
            <SegmentedControl
              aria-label={t('wizard.profile.label')}
              value={profile}
              onChange={(value) =>
                void change(() => ({ profile: value === 'enhanced' ? 'enhanced' : 'compatible' }))
              }
              data={[
                { value: 'compatible', label: t('wizard.profile.compatible') },
                { value: 'enhanced', label: t('wizard.profile.enhanced') },
              ]}
            />
            {/* Its place is kept, so that nothing moves. */}
            <span role="status" style={{ width: '1rem', height: '1rem' }}>
              {isWorking && <Loader size={16} role="img" aria-label={t('wizard.cards.working')} />}
            </span>
          </Group>
          <Text size="sm" c="dimmed">
            {t(
              `wizard.profile.${profile}Text`,
              view.audit.source.autocore === null ? {} : { context: 'autocore' },
            )}
          </Text>
        </Stack>
        <Switch
          maw="26rem"
          checked={extras}
          label={t('wizard.profile.extras')}
          description={t('wizard.profile.extrasText')}
          onChange={({ currentTarget: { checked } }) => void change(() => ({ extras: checked }))}
        />
      </Group>
      {changes.length > 0 && (
        <div>
          <Text size="sm" fw={600} className="warn">
            {t('wizard.profile.application', { count: changes.length })}
          </Text>
          <Scrolling
            className="tall"
            style={{ maxHeight: '9rem' }}
            label={t('wizard.profile.application', { count: changes.length })}
          >
            <List size="sm" spacing={2}>
              {changes.map((finding) => (
                <List.Item key={finding.id} className="wrap">
                  <b>
                    {finding.table}.{finding.column}
                  </b>
                  : {findingMessage(finding, t)}
                </List.Item>
              ))}
            </List>
          </Scrolling>
        </div>
      )}
    </Panel>
  );
}

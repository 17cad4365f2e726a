import { Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { Action } from '../../components/Action.tsx';
import { Page } from '../../components/Page.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { missingFields } from '../../state/target-form.ts';
import { useWizard } from '../../state/use.ts';
import { Answer } from './Answer.tsx';
import { SourcePanel } from './SourcePanel.tsx';
import { TargetPanel } from './TargetPanel.tsx';

/** Where the data comes from and where it goes. */
export function ConnectStep() {
  const { t } = useText();
  const look = useWizard((state) => state.look);
  const kind = useWizard((state) => state.target.kind);
  const offline = kind === 'folder';
  const missing = useWizard((state) => missingFields(state.target).length > 0);
  const testing = useWizard((state) => state.busy.target === true);
  const starting = useWizard((state) => state.busy.audit === true);
  const ready = useWizard((state) => state.report?.ready === true);
  const failed = useWizard((state) => state.report?.ready === false);
  const test = useWizard((state) => state.testTarget);
  const startAudit = useWizard((state) => state.startAudit);
  const goTo = useWizard((state) => state.goTo);

  const readOnly = useWizard((state) => state.readOnly);
  const isAudited = useWizard((state) => state.view !== null);
  const needs = readOnly ? null : !look ? 'source' : missing ? 'target' : failed ? 'answer' : null;

  async function next(): Promise<void> {
    if (readOnly) goTo(isAudited ? 'audit' : 'migrate');
    else if (offline || ready || (await test())) await startAudit();
  }

  return (
    <Page
      screen="connect"
      title={t('wizard.connect.title')}
      lead={t('wizard.connect.lead')}
      back={
        <Action variant="default" leftSection={<IconArrowLeft size={18} />} onClick={() => goTo('start')}>
          {t('wizard.back')}
        </Action>
      }
      actions={
        <>
          {needs && (
            <Text size="sm" c="dimmed" id="connect-needs">
              {t(`wizard.connect.needs.${needs}`)}
            </Text>
          )}
          <Action
            looks={readOnly}
            rightSection={<IconArrowRight size={18} />}
            why={needs && t(`wizard.connect.needs.${needs}`)}
            toldBy="connect-needs"
            loading={testing || starting}
            onClick={() => next()}
          >
            {t(
              readOnly ? 'wizard.audit.next' : offline ? 'wizard.connect.nextOffline' : 'wizard.connect.next',
            )}
          </Action>
        </>
      }
    >
      <Problem slot="audit" />
      <div className="split">
        <Stack gap="md" miw={0}>
          <SourcePanel />
          {kind === 'server' && <Answer />}
        </Stack>
        <Stack gap="md" miw={0}>
          <TargetPanel />
          {/* Where there is no form beside it, under the button that asks. */}
          {kind === 'managed' && <Answer />}
        </Stack>
      </div>
    </Page>
  );
}

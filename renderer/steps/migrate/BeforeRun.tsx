import { Button } from '@mantine/core';
import { IconArrowLeft, IconPlayerPlay } from '@tabler/icons-react';
import { fileName } from '../../../shared/file-name.ts';
import { Action } from '../../components/Action.tsx';
import { Facts } from '../../components/Facts.tsx';
import { Page } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useTargetPlace } from '../../components/places.ts';
import { Way } from '../../components/Way.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { WhatHappens } from './WhatHappens.tsx';

/** What is about to happen, a rehearsal of it, and the one button. */
export function BeforeRun() {
  const { t, number, bytes } = useText();
  const view = useWizard((state) => state.view);
  const target = useWizard((state) => state.target);
  const server = useWizard((state) => state.report?.server ?? null);
  const rehearsed = useWizard((state) => state.rehearsed);
  // A decision that is still on its way belongs to the plan.
  const deciding = useWizard((state) => state.waiting !== null);
  const busy = useWizard((state) => state.busy.job === true) || deciding;
  const place = useTargetPlace();
  const { goTo, migrate, rehearse } = useWizard((state) => state);
  if (!view) return null;
  const { audit, plan } = view;
  const rows = audit.tables.reduce((sum, table) => sum + table.rows, 0);
  const own = plan.decisions.filter((decision) => decision.by === 'user').length;
  const adopt = audit.adopt !== undefined;
  const offline = target.kind === 'folder';
  const places = {
    managed: t('wizard.target.managed'),
    server: `${target.user}@${target.host}:${target.port}/${target.database}`,
    folder: target.folder?.path ?? null,
  };
  return (
    <Page
      screen="before"
      title={t('wizard.before.title')}
      lead={t(offline ? 'wizard.export.lead' : 'wizard.before.lead')}
      back={
        <Button variant="default" leftSection={<IconArrowLeft size={18} />} onClick={() => goTo('audit')}>
          {t('wizard.back')}
        </Button>
      }
      actions={
        <>
          <Action
            variant="default"
            why={adopt ? t('wizard.before.noRehearsal') : busy ? t('wizard.why.moment') : null}
            onClick={() => rehearse()}
          >
            {t(rehearsed?.current ? 'wizard.before.rehearseAgain' : 'wizard.before.rehearse')}
          </Action>
          <Action leftSection={<IconPlayerPlay size={18} />} loading={busy} onClick={() => migrate()}>
            {t(offline ? 'wizard.export.write' : 'wizard.before.migrate')}
          </Action>
        </>
      }
    >
      <Problem slot="job" />
      <Problem slot="run" />
      <Panel>
        <Way file={{ name: fileName(audit.source.path), detail: bytes(audit.source.bytes) }} place={place} />
      </Panel>
      <div className="split">
        <Panel title={t('wizard.before.summary')}>
          <Facts
            facts={[
              [t('wizard.before.source'), audit.source.path],
              [t('wizard.source.size'), bytes(audit.source.bytes)],
              [
                t('wizard.before.rows'),
                t('wizard.before.rowsIn', { rows: number(rows), count: audit.tables.length }),
              ],
              [t(offline ? 'wizard.export.folder' : 'wizard.before.target'), places[target.kind]],
              [t('wizard.before.server'), offline ? null : server],
              [t('wizard.target.schema'), target.schema],
              [t('wizard.profile.label'), adopt ? null : t(`wizard.profile.${view.profile}`)],
              [
                t('wizard.before.decisions'),
                t('wizard.before.decisionsText', { count: plan.decisions.length, own: number(own) }),
              ],
            ]}
          />
        </Panel>
        <WhatHappens view={view} />
      </div>
    </Page>
  );
}

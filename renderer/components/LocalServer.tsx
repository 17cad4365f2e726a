import { Button, Group, Loader, Switch, Text } from '@mantine/core';
import { useEffect } from 'react';
import type { ManagedServer } from '../../shared/contract.ts';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';
import { Action } from './Action.tsx';
import { Problem } from './Problem.tsx';
import { useWorking } from './use-working.ts';

/** The managed PostgreSQL: whether it runs, and whether it starts with the computer. */
export function LocalServer() {
  const { t } = useText();
  const server = useWizard((state) => state.localServer);
  const busy = useWizard((state) => state.busy.server !== false);
  const load = useWizard((state) => state.loadServer);
  useEffect(() => void load(), [load]);
  return (
    <>
      <Problem slot="server" />
      {server === null && !busy && (
        <Group>
          <Button size="xs" variant="default" onClick={() => void load()}>
            {t('wizard.server.again')}
          </Button>
        </Group>
      )}
      {server === null && busy && (
        <Group gap="xs" role="status">
          <Loader size="xs" />
          <Text size="sm">{t('wizard.server.looking')}</Text>
        </Group>
      )}
      {server && <Found server={server} />}
    </>
  );
}

function Found({ server }: { server: ManagedServer }) {
  const { t } = useText();
  const { startServer, startWithSystem } = useWizard((state) => state);
  const waiting = useWizard((state) => state.busy.server === true);
  const working = useWorking();
  const { running, unknown, service, url } = server;
  const refused = waiting || working !== null;
  const state = unknown ? 'unknown' : running ? 'running' : 'stopped';
  return (
    <>
      <Text size="sm" className="wrap" role="status">
        {t(`wizard.server.${state}`, { url: url ?? '' })}
      </Text>
      {state === 'stopped' && (
        <Group>
          <Action size="xs" variant="default" loading={waiting} onClick={() => startServer()}>
            {t('wizard.server.start')}
          </Action>
        </Group>
      )}
      <Switch
        label={t('wizard.server.withSystem')}
        description={working ?? t(`wizard.server.${waiting ? 'waiting' : (service?.begins ?? 'none')}`)}
        checked={service !== null}
        // Within reach all the same: what is below its name says why.
        aria-disabled={refused}
        data-disabled={refused || undefined}
        onChange={(event) => refused || void startWithSystem(event.currentTarget.checked)}
      />
    </>
  );
}

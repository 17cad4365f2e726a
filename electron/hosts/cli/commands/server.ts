import type { Command } from 'commander';
import type { Translate } from '../../../../shared/messages/index.ts';
import type { ServerInput } from '../../../engine/commands/server.ts';
import type { ServerStatus } from '../../../engine/server/status.ts';
import type { Act, Invocation } from '../invocation.ts';
import type { Report } from '../output.ts';

/** One subcommand of `server`: asks the engine and says how the managed server is afterwards. */
export function addServerAction(command: Command, action: ServerInput['action'], act: Act): void {
  command.action(act((invocation) => server(invocation, action)));
}

function state({ running, unknown, url, pid }: ServerStatus, t: Translate): string {
  if (unknown) return t('cli.server.unknown', { pid });
  return running ? t('cli.server.running', { url }) : t('cli.server.stopped');
}

/** Nothing is said of it before there is a server. */
function serviceLines({ service, version }: ServerStatus, t: Translate): string[] {
  if (service === null) return version === null ? [] : [t('cli.server.service.none')];
  return [t(`cli.server.service.${service.begins}`, { name: service.name })];
}

async function server(
  { run, t, workspace }: Invocation<object>,
  action: ServerInput['action'],
): Promise<Report> {
  const status = await run('server', { workspace, action });
  const lines = [
    state(status, t),
    ...(status.manual ? [t('cli.server.manual')] : []),
    ...serviceLines(status, t),
    ...(status.users.length > 0 ? [t('cli.server.users', { count: status.users.length })] : []),
    ...(status.version === null ? [] : [t('cli.server.version', { version: status.version })]),
    t('cli.server.data', { path: status.data }),
  ];
  return { json: status, text: lines.join('\n') };
}

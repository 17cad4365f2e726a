import type { ManagedServer, TargetReport } from '../../../../shared/contract.ts';
import { AppError } from '../../../../shared/errors.ts';
import { errorData, type Translate } from '../../../../shared/messages/index.ts';
import type { ServerInput } from '../../../engine/commands/server.ts';
import type { TargetTest } from '../../../engine/commands/test-target.ts';
import type { ServerStatus } from '../../../engine/server/status.ts';
import type { HostContext } from '../context.ts';
import type { Handlers } from '../dispatch.ts';

type TargetCalls = Pick<
  Handlers,
  | 'target.test'
  | 'target.hasPassword'
  | 'target.savePassword'
  | 'target.forgetPassword'
  | 'server.status'
  | 'server.start'
  | 'server.stop'
  | 'server.install'
  | 'server.uninstall'
>;

export function targetCalls({ logins, engine, workspace, jobs, t }: HostContext): TargetCalls {
  const server = async (action: ServerInput['action']): Promise<ManagedServer> =>
    managed(await engine('server', { workspace: workspace.dir, action }));
  return {
    'target.test': async ({ target, ifNotEmpty, tables }) => {
      const { url, env } = await logins.reach(target);
      const { schema } = target;
      return report(
        await engine('testTarget', {
          ...{ workspace: workspace.dir, target: url, env, schema, ifNotEmpty, tables },
        }),
        t(),
      );
    },
    'target.hasPassword': (login) => logins.has(login),
    'target.savePassword': async ({ password, ...login }) => {
      await logins.save(login, password);
      return null;
    },
    'target.forgetPassword': async (login) => {
      await logins.forget(login);
      return null;
    },
    'server.status': () => server('status'),
    'server.start': () => server('start'),
    'server.stop': () => {
      // It may be what the job writes to.
      if (jobs.running) throw new AppError('job.busy');
      return server('stop');
    },
    'server.install': () => server('install'),
    'server.uninstall': () => {
      // It is stopped for a moment.
      if (jobs.running) throw new AppError('job.busy');
      return server('uninstall');
    },
  };
}

function managed({ users, pid, service, ...status }: ServerStatus): ManagedServer {
  return { ...status, service: service && { begins: service.begins }, users: users.length };
}

function report({ checks, ...facts }: TargetTest, t: Translate): TargetReport {
  return {
    ...facts,
    ready: checks.every(({ status }) => status !== 'failed'),
    checks: checks.map(({ id, status, params, error }) => ({
      id,
      status,
      params,
      error: error === null ? null : errorData(new AppError(error, params), t, 'wizard'),
    })),
  };
}

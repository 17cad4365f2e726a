import type { EngineContext } from '../context.ts';
import { managedServer } from '../server/managed.ts';
import type { ServerStatus } from '../server/status.ts';

export interface ServerInput {
  workspace: string;
  /** `install`, `uninstall`: whether the system starts it. */
  action: 'start' | 'stop' | 'status' | 'install' | 'uninstall';
}

/**
 * Starts, stops or looks at the managed server, or has the system start it.
 * @throws AppError server.binaries, server.start, server.upgrade, server.runtime, server.unknown, server.credentials,
 * server.service, server.noService
 */
export async function server(input: ServerInput, ctx: EngineContext): Promise<ServerStatus> {
  const managed = managedServer({ workspace: input.workspace, log: ctx.log });
  switch (input.action) {
    case 'start':
      return managed.start({ manual: true });
    case 'stop':
      return managed.stop();
    case 'status':
      return managed.status();
    case 'install':
      return managed.install();
    case 'uninstall':
      return managed.uninstall();
  }
}

import type { EngineContext } from '../context.ts';
import type { ServerStatus } from '../server/managed.ts';
import { managedServer } from '../server/managed.ts';
export interface ServerInput {
  workspace: string;
  action: 'start' | 'stop' | 'status';
}

/** Starts, stops or looks at the managed server. @throws AppError server.binaries, server.start, server.upgrade, server.runtime, server.unknown, server.credentials */
export async function server(input: ServerInput, ctx: EngineContext): Promise<ServerStatus> {
  const managed = managedServer({ workspace: input.workspace, log: ctx.log });
  switch (input.action) {
    case 'start':
      return managed.start({ manual: true });
    case 'stop':
      return managed.stop();
    case 'status':
      return managed.status();
  }
}

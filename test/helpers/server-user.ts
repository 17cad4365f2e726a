/**
 * A process of its own that uses the managed server of a workspace: says `ready` when it has it and keeps it until
 * its standard input ends. Started by tests that kill it.
 */
import { managedServer } from '../../electron/engine/server/managed.ts';
import { silentLog } from './log.ts';

const server = managedServer({ workspace: process.argv[2] ?? '', log: silentLog });
const { release } = await server.acquire('child');
process.stdout.write('ready\n');
process.stdin.resume();
process.stdin.on('end', async () => {
  await release();
});

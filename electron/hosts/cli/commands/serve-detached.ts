import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Invocation } from '../invocation.ts';
import { asJson, print, tell } from '../output.ts';

/**
 * Starts the wizard in a process of its own and waits until its window is open: the console or terminal that a double
 * click brought up can go then. What goes wrong before that is told here, with the exit code of the other process.
 */
export async function serveDetached({
  options,
  t,
}: Pick<Invocation<unknown>, 'options' | 't'>): Promise<null> {
  tell(t('cli.serve.opening'));
  const words = process.argv.slice(2).filter((word) => word !== '--detach');
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? '', ...words, '--window'], {
    detached: true,
    // On Windows it has no console then, and each program that it starts gets a hidden one.
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { promise: ended, resolve, reject } = Promise.withResolvers<number>();
  child.on('error', reject);
  child.on('close', (code) => resolve(code ?? 1));
  const said = text(child.stderr);
  const open = new Promise<null>((told) => child.stdout.once('data', () => told(null)));
  const code = await Promise.race([open, ended]);
  if (code !== null) {
    tell((await said).trim());
    process.exit(code);
  }
  child.unref();
  await print(options.json ? asJson({ window: true }) : t('cli.serve.detached'));
  return null;
}

import { spawnSync } from 'node:child_process';
import { type Ran, run } from './process.ts';

/** The peer as Debian packages it, installed when this machine can do that. */
export function requirePgloader(): string {
  if (spawnSync('pgloader', ['--version']).error) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', 'pgloader'],
    ]) {
      spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    }
  }
  const { error, stdout } = spawnSync('pgloader', ['--version'], { encoding: 'utf8' });
  if (error) throw new Error('pgloader is not on this machine (Debian: apt install pgloader)');
  return stdout.split('\n')[0] ?? '';
}

/** pgloader with its defaults: tables, data, indexes, keys, sequences. It compares nothing afterwards. */
export async function pgloader(source: string, url: string): Promise<Ran> {
  const ran = await run('pgloader', [`sqlite://${source}`, url]);
  // It ends with 0 whatever happened to single objects; its log says so.
  if (ran.code !== 0 || /\b(FATAL|ERROR)\b/.test(ran.stdout + ran.stderr)) {
    throw new Error(`pgloader: ${ran.stdout}${ran.stderr}`);
  }
  return ran;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Ways, WizardWindow } from '../../../electron/hosts/cli/commands/serve-browser.ts';
import type { Host } from '../../../electron/hosts/shared/host.ts';
import { browserPlaces, windowArguments } from '../../../electron/hosts/web/browsers.ts';
import { Presence, untilUnused } from '../../../electron/hosts/web/presence.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { isLong } from '../../helpers/long.ts';
import { WebClient } from '../../helpers/web-client.ts';

const main = fileURLToPath(new URL('../../../dist/app/cli.js', import.meta.url));

describe('a browser with windows of its own', () => {
  it('is looked for where each system has it', () => {
    const windows = { ProgramFiles: 'C:\\Program Files', LOCALAPPDATA: 'C:\\Users\\João\\AppData\\Local' };
    expect(browserPlaces('win32', windows, '')).toEqual([
      'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
      'C:\\Users\\João\\AppData\\Local\\Microsoft\\Edge\\Application\\msedge.exe',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Users\\João\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files\\Chromium\\Application\\chrome.exe',
      'C:\\Users\\João\\AppData\\Local\\Chromium\\Application\\chrome.exe',
    ]);
    expect(browserPlaces('darwin', {}, '/Users/joão')).toContain(
      '/Users/joão/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    );
    const linux = browserPlaces('linux', { PATH: '.:/usr/bin::bin:/opt/x' }, '');
    expect(linux.slice(0, 2)).toEqual(['/usr/bin/google-chrome', '/opt/x/google-chrome']);
    expect(linux.filter((path) => !path.startsWith('/'))).toEqual([]);
  });

  it('gets a profile of its own', () => {
    const args = windowArguments(new URL('file:///a%20b/x.html'), '/w/browser');
    expect(args.slice(0, 2)).toEqual(['--app=file:///a%20b/x.html', '--user-data-dir=/w/browser']);
  });
});

describe('the wizard is in use', () => {
  it('until its last page is gone and nothing runs', async () => {
    const presence = new Presence();
    const told: string[] = [];
    let event = (): void => {};
    const host = {
      working: true,
      on: (listener: Parameters<Host['on']>[0]) => {
        event = () => listener('job', null);
        return () => void told.push('unheard');
      },
    };
    const unused = untilUnused(presence, host, 0).then(() => told.push('unused'));
    // Nobody has come yet.
    host.working = false;
    event();
    const leave = presence.join();
    presence.join()();
    host.working = true;
    leave();
    told.push('left');
    host.working = false;
    event();
    // Loaded again within the time.
    const again = presence.join();
    told.push('again');
    again();
    await unused;
    expect(told).toEqual(['left', 'again', 'unheard', 'unused']);
  });
});

/** A folder whose programs go before all others; what they were called with is in files there. */
function programs(scripts: Record<string, string>) {
  const folder = tempFolder();
  for (const [name, script] of Object.entries(scripts))
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const workspace = join(folder, 'trabalho é');
  const tuning = JSON.stringify({ away: 100 });
  const home = { HOME: folder, AUTOCORE_MIGRATE_HOME: workspace };
  const env = { PATH: folder, ...home, AUTOCORE_MIGRATE_TUNING: tuning };
  const calledWith = (name: string) =>
    vi.waitFor(
      () =>
        readFileSync(join(folder, `${name}.args`), 'utf8')
          .trim()
          .split('\n'),
      { timeout: 60_000 },
    );
  return { folder, workspace, env, calledWith };
}

const tellArguments = 'printf "%s\\n" "$@" > "$0.part" && /bin/mv "$0.part" "$0.args"';

/** The wizard in a process of its own. `ended`: listened for from the beginning, as it may end before anybody asks. */
function start(
  env: NodeJS.ProcessEnv,
  ...args: string[]
): { child: ChildProcess; ended: Promise<unknown[]> } {
  const child = spawn(process.execPath, [main, 'serve', '--window', '--lang', 'en', ...args], { env });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended: once(child, 'exit') };
}

/** The link in the page that a browser was told to open. */
function linkIn(path: string): string {
  return /url=([^"]+)"/.exec(readFileSync(path, 'utf8'))?.[1] ?? '';
}

/** A page that comes, and goes when that is called. */
async function visit(link: string): Promise<() => void> {
  const client = await WebClient.open(link);
  const socket = await client.events();
  return () => socket.close();
}

const hasChromium = existsSync('/usr/bin/chromium');
if (isLong && !hasChromium)
  console.log('No /usr/bin/chromium: the wizard is opened in stand-ins for it alone.');

describe.skipIf(process.platform !== 'linux')('serve --window', () => {
  it('opens a window that tells nobody the link, and ends with it', async () => {
    const { workspace, env, calledWith, folder } = programs({ chromium: tellArguments });
    const { child, ended } = start(env);
    const said = text(child.stdout as NodeJS.ReadableStream);
    const [app = '', profile] = await calledWith('chromium');
    expect(profile).toBe(`--user-data-dir=${join(workspace, 'browser')}`);
    expect(statSync(join(workspace, 'browser')).mode & 0o777).toBe(0o700);
    const page = fileURLToPath(app.replace('--app=', ''));
    expect(statSync(page).mode & 0o777).toBe(0o600);
    const link = linkIn(page);
    expect(app).not.toContain(new URL(link).hash.slice(1));
    const leave = await visit(link);
    await expect.poll(() => existsSync(page)).toBe(false);
    leave();
    expect(await ended).toEqual([0, null]);
    expect(await said).toBe(
      'The assistant is open. Closing its window ends the program, after whatever is under way.\n',
    );
    expect(readdirSync(folder).filter((name) => name.endsWith('.html'))).toEqual([]);
  });

  it.runIf(isLong)(
    "takes the user's browser where the window does not open, and says so where nothing does",
    async () => {
      const { env, calledWith } = programs({ chromium: 'exit 1', 'xdg-open': `${tellArguments}; exit 3` });
      const { child, ended } = start(env);
      const complaint = text(child.stderr as NodeJS.ReadableStream);
      await calledWith('xdg-open');
      expect(await ended).toEqual([2, null]);
      expect(await complaint).toContain('No browser could be opened (3)');
    },
  );

  it("takes the user's browser where one with windows ends well and shows nothing", async () => {
    const { env, folder, workspace, calledWith } = programs({
      chromium: 'exit 0',
      'xdg-open': `${tellArguments}; exit 3`,
    });
    vi.stubEnv('PATH', folder);
    const ways = new Ways();
    const window = new WizardWindow(() => 'http://127.0.0.1/#x', { workspace, env, home: folder }, ways, 50);
    const opened = window.open(new Promise<void>(() => {}));
    await expect(opened).rejects.toMatchObject({ code: 'host.noBrowser' });
    expect(await calledWith('xdg-open')).toHaveLength(1);
    await ways.remove();
  });

  it.runIf(isLong)('--detach leaves when the window is there, or tells what went wrong', async () => {
    const { env, calledWith } = programs({ chromium: tellArguments });
    const { ended } = start(env, '--detach');
    const [app = ''] = await calledWith('chromium');
    const leave = await visit(linkIn(fileURLToPath(app.replace('--app=', ''))));
    expect(await ended).toEqual([0, null]);
    leave();

    const alone = programs({});
    const second = start(alone.env, '--detach');
    const complaint = text(second.child.stderr as NodeJS.ReadableStream);
    expect(await second.ended).toEqual([2, null]);
    expect(await complaint).toMatch(/No browser could be opened \(.*xdg-open/);
  });

  it('a second start opens the page of the first again, with its file, and ends', async () => {
    const { env, folder, calledWith } = programs({ chromium: tellArguments });
    const file = join(folder, 'oficina é.db');
    const first = start(env, '--source', file);
    const linkOf = async () => {
      const [app = ''] = await calledWith('chromium');
      rmSync(join(folder, 'chromium.args'));
      return linkIn(fileURLToPath(app.replace('--app=', '')));
    };
    const link = await linkOf();
    const client = await WebClient.open(link);
    const socket = await client.events();
    expect(await client.value('files.handed', {})).toMatchObject({ path: file });
    expect(await client.value('files.handed', {})).toBeNull();

    const second = start({ ...env, PATH: '/nowhere' }, '--source', 'outro.db');
    const said = text(second.child.stdout as NodeJS.ReadableStream);
    const again = await linkOf();
    expect(await second.ended).toEqual([0, null]);
    expect(await said).toBe('The assistant was open already: its page was opened again.\n');
    // The same host, by a link that nobody has used yet.
    expect(new URL(again).port).toBe(new URL(link).port);
    expect(again).not.toBe(link);
    // The first page may go: the other one is on its way.
    socket.close();
    const page = await WebClient.open(again);
    const other = await page.events();
    expect(await page.value('files.handed', {})).toMatchObject({ path: join(process.cwd(), 'outro.db') });
    other.close();
    expect(await first.ended).toEqual([0, null]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.html'))).toEqual([]);
  });

  it('a start after one that was killed is the only one', async () => {
    const { env, calledWith, folder } = programs({ chromium: tellArguments });
    const first = start(env);
    await calledWith('chromium');
    rmSync(join(folder, 'chromium.args'));
    first.child.kill('SIGKILL');
    await first.ended;
    const second = start(env);
    const [app = ''] = await calledWith('chromium');
    (await visit(linkIn(fileURLToPath(app.replace('--app=', '')))))();
    expect(await second.ended).toEqual([0, null]);
  });

  it.runIf(isLong && hasChromium)('opens in Chromium itself, and ends when that is closed', async () => {
    // Without a screen, and as root without its sandbox.
    const chromium =
      'echo $$ > "$0.args"; exec /usr/bin/chromium --headless=new --no-sandbox --disable-gpu "$@"';
    const { env, calledWith } = programs({ chromium });
    const { child, ended } = start({ ...env, PATH: `${env.PATH}:/usr/bin` }, '--json');
    const [document] = await once(child.stdout as NodeJS.ReadableStream, 'data');
    expect(JSON.parse(String(document))).toEqual({ window: true });
    const [pid = ''] = await calledWith('chromium');
    process.kill(Number(pid), 'SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});

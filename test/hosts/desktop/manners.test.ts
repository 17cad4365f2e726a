import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { BrowserWindow as ElectronWindow } from 'electron';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { stayAwake } from '../../../electron/hosts/desktop/awake.ts';
import { askBeforeClosing } from '../../../electron/hosts/desktop/closing.ts';
import { logFailures, watchPage } from '../../../electron/hosts/desktop/failures.ts';
import { refuseNavigation } from '../../../electron/hosts/desktop/guards.ts';
import { appId, desktopFile, identify } from '../../../electron/hosts/desktop/identity.ts';
import { showJobs } from '../../../electron/hosts/desktop/job-signs.ts';
import { type Leaving, leaveInOrder } from '../../../electron/hosts/desktop/leaving.ts';
import { RecentFiles } from '../../../electron/hosts/desktop/recent.ts';
import { leaveWithSession } from '../../../electron/hosts/desktop/session-end.ts';
import { createWindow } from '../../../electron/hosts/desktop/window.ts';
import { WindowMemory } from '../../../electron/hosts/desktop/window-memory.ts';
import { readPlace } from '../../../electron/hosts/desktop/window-place.ts';
import { Zoom } from '../../../electron/hosts/desktop/zoom.ts';
import type { Host } from '../../../electron/hosts/shared/host.ts';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { translator } from '../../../shared/messages/index.ts';
import {
  app,
  BrowserWindow,
  dialog,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  session,
} from '../../helpers/electron/modules.ts';
import { tempFolder } from '../../helpers/folder.ts';

// The module that Electron gives its main process is the stand-in here, as in the other tests of this folder.
vi.mock('electron', () => import('../../helpers/electron/modules.ts'));

beforeAll(() => app.whenReady());

let window: BrowserWindow;
/** The same, as the program's own types have it. */
let own: ElectronWindow;
const unexpected = vi.fn();

beforeEach(() => {
  window = new BrowserWindow({ webPreferences: {} });
  own = window as unknown as ElectronWindow;
});
afterEach(async () => {
  window.removeAllListeners('close');
  await window.closeAndWait();
  for (const each of [app, powerMonitor]) each.removeAllListeners();
  Notification.shown.length = 0;
  unexpected.mockClear();
  vi.restoreAllMocks();
});

interface FakeHost extends Pick<Host, 'on' | 't' | 'unexpected' | 'close'> {
  working: boolean;
  tell(job: Partial<JobSnapshot> | null): void;
}

function fakeHost(): FakeHost {
  const listeners = new Set<(name: 'job', value: never) => void>();
  return {
    working: false,
    on(listener) {
      listeners.add(listener as never);
      return () => listeners.delete(listener as never);
    },
    t: () => translator('pt-BR'),
    unexpected,
    close: async () => {},
    tell(job) {
      const whole = job && { id: 'a', kind: 'migrate', whole: { part: 0, secondsLeft: null }, ...job };
      for (const listener of listeners) listener('job', whole as never);
    },
  };
}

function fakeLeaving() {
  return { begun: false, now: vi.fn<() => void>() } satisfies Leaving;
}

describe('the computer', () => {
  it('stays awake for as long as there is work, and no blocker is left', () => {
    const awake = stayAwake();
    const counts = [true, true, false, false, true, false].map((working) => {
      awake(working);
      return powerSaveBlocker.count();
    });
    expect(counts).toEqual([1, 1, 0, 0, 1, 0]);
  });
});

describe('a job', () => {
  it('shows in the task bar, keeps the computer awake, and leaves no trace when it is done', () => {
    const host = fakeHost();
    showJobs(own, host, 'win32');
    host.tell({ status: 'running' });
    expect([window.taskBar.mode, powerSaveBlocker.count()]).toEqual(['indeterminate', 1]);
    host.tell({ status: 'paused' });
    expect([window.taskBar.mode, powerSaveBlocker.count()]).toEqual(['paused', 0]);
    host.tell({ status: 'running' });
    host.tell({ status: 'done' });
    expect([window.taskBar.progress, powerSaveBlocker.count()]).toEqual([-1, 0]);
  });

  it('that ends behind other windows is told of, without a word about what it was about', () => {
    const host = fakeHost();
    window.blur();
    showJobs(own, host, 'linux');
    const error = { code: 'target.unreachable', message: 'segredo', hint: '', details: {} } as const;
    host.tell({ status: 'running', source: 'segredo.db' });
    host.tell({ status: 'failed', source: 'segredo.db', error: error as never });
    const [{ title, body } = { title: '', body: '' }] = Notification.shown;
    expect([title, body]).toEqual(['Migração: parou com um erro', 'Clique para ver o resultado.']);
    expect(title + body).not.toContain('segredo');
  });

  it('brings the window back when its notification is clicked, which goes away then', () => {
    const host = fakeHost();
    window.blur();
    showJobs(own, host, 'win32');
    host.tell({ status: 'running' });
    host.tell({ status: 'failed' });
    expect(window.taskBar).toEqual({ progress: 1, mode: 'error' });
    const [told] = Notification.shown;
    told?.emit('click', {});
    expect([window.isFocused(), told?.closed, window.taskBar.progress]).toEqual([true, true, -1]);
    // It stays seen, whatever else is told of the same job.
    window.blur();
    host.tell({ status: 'failed' });
    expect(window.taskBar.progress).toBe(-1);
  });

  it('that ends in front of its user is not told of, nor one that the user ended', () => {
    const host = fakeHost();
    showJobs(own, host, 'win32');
    window.focus();
    host.tell({ status: 'running' });
    host.tell({ status: 'failed' });
    expect(window.taskBar.progress).toBe(-1);
    window.blur();
    host.tell({ id: 'b', status: 'running' });
    host.tell({ id: 'b', status: 'cancelling' });
    host.tell({ id: 'b', status: 'cancelled' });
    expect(Notification.shown).toEqual([]);
  });

  it('that goes on without a window lets the computer sleep, and nothing fails', async () => {
    const host = fakeHost();
    showJobs(own, host, 'win32');
    host.tell({ status: 'running' });
    await window.closeAndWait();
    expect(powerSaveBlocker.count()).toBe(0);
    expect(() => host.tell({ status: 'paused' })).not.toThrow();
  });

  it('says in the log why the system shows no notification', () => {
    const host = fakeHost();
    window.blur();
    showJobs(own, host, 'win32');
    host.tell({ status: 'running' });
    host.tell({ status: 'done' });
    Notification.shown[0]?.emit('failed', {}, 'no shortcut');
    expect(unexpected).toHaveBeenCalledWith(new Error('no shortcut'), 'notification');
  });
});

describe('the zoom', () => {
  it('goes by half steps within limits, and comes back after a reload', () => {
    const zoom = new Zoom(own.webContents, 1);
    window.webContents.emit('did-navigate', {}, 'app://autocore-migrate/index.html');
    expect(window.webContents.getZoomLevel()).toBe(1);
    zoom.in();
    expect(window.webContents.getZoomLevel()).toBe(1.5);
    for (let i = 0; i < 30; i++) zoom.in();
    expect(zoom.level).toBe(5);
    for (let i = 0; i < 30; i++) zoom.out();
    expect(zoom.level).toBe(-3);
    zoom.reset();
    expect(window.webContents.getZoomLevel()).toBe(0);
  });

  it('follows the wheel with Ctrl', () => {
    const zoom = new Zoom(own.webContents, 0);
    window.webContents.emit('zoom-changed', {}, 'in');
    expect(zoom.level).toBe(0.5);
    window.webContents.emit('zoom-changed', {}, 'out');
    window.webContents.emit('zoom-changed', {}, 'out');
    expect(zoom.level).toBe(-0.5);
  });

  it('leaves a window that is gone alone', async () => {
    const zoom = new Zoom(own.webContents, 0);
    await window.closeAndWait();
    expect(() => zoom.in()).not.toThrow();
  });
});

describe('the place of the window', () => {
  const bounds = { x: 30, y: 40, width: 1000, height: 700 };

  it('is written once however often it changes, and read at the next start', async () => {
    const file = join(tempFolder(), 'place.json');
    const memory = new WindowMemory(file, unexpected);
    const zoom = new Zoom(own.webContents, 0);
    memory.follow(own, zoom);
    for (let x = 0; x < 200; x++) window.setBounds({ ...bounds, x });
    zoom.in();
    await memory.settled();
    expect(readPlace(file)).toEqual({ bounds: { ...bounds, x: 199 }, maximized: false, zoom: 0.5 });
    const again = createWindow(readPlace(file)) as unknown as BrowserWindow;
    expect(again.getNormalBounds()).toEqual({ ...bounds, x: 199 });
    await again.closeAndWait();
  });

  it('of a window that is closed right after it was moved is not lost', async () => {
    const file = join(tempFolder(), 'place.json');
    const memory = new WindowMemory(file, unexpected);
    memory.follow(own, new Zoom(own.webContents, 0));
    window.setBounds(bounds);
    window.maximize();
    await window.closeAndWait();
    await memory.settled();
    expect(readPlace(file)).toEqual({ bounds, maximized: true, zoom: 0 });
    const again = createWindow(readPlace(file)) as unknown as BrowserWindow;
    expect([again.isMaximized(), again.isVisible()]).toEqual([false, false]);
    again.emit('ready-to-show');
    expect([again.isMaximized(), again.isVisible()]).toEqual([true, true]);
    await again.closeAndWait();
  });

  it('that cannot be written is a line in the log', async () => {
    const memory = new WindowMemory(join(tempFolder(), 'gone', 'place.json'), unexpected);
    memory.follow(own, new Zoom(own.webContents, 0));
    window.setBounds(bounds);
    await memory.settled();
    expect(unexpected).toHaveBeenCalledOnce();
  });
});

describe('the recent files', () => {
  it('are the last eight, the newest first, each once', async () => {
    const file = join(tempFolder(), 'recent.json');
    const recent = new RecentFiles(file, unexpected, 'linux');
    const changed = vi.fn();
    recent.onChange(changed);
    for (let i = 0; i < 10; i++) recent.add(`/dados/${i}.db`);
    recent.add('/dados/5.db');
    recent.add('/dados/5.db');
    expect(changed).toHaveBeenCalledTimes(11);
    const expected = [5, 9, 8, 7, 6, 4, 3, 2].map((i) => `/dados/${i}.db`);
    expect(recent.paths).toEqual(expected);
    await recent.settled();
    expect(new RecentFiles(file, unexpected).paths).toEqual(expected);
    recent.clear();
    await recent.settled();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([]);
    expect(unexpected).not.toHaveBeenCalled();
  });

  it.each(['', '{}', '[1]', '["a"'])('begin anew where the file says %j', (text) => {
    const file = join(tempFolder(), 'recent.json');
    writeFileSync(file, text);
    expect(new RecentFiles(file, unexpected).paths).toEqual([]);
  });

  it.each(['win32', 'darwin'] as const)('are in the list of the system on %s', (platform) => {
    const added = vi.spyOn(app, 'addRecentDocument').mockReturnValue();
    const cleared = vi.spyOn(app, 'clearRecentDocuments').mockReturnValue();
    const recent = new RecentFiles(join(tempFolder(), 'recent.json'), unexpected, platform);
    recent.add('/dados/a.db');
    recent.clear();
    expect([added.mock.calls, cleared.mock.calls.length]).toEqual([[['/dados/a.db']], 1]);
  });
});

describe('the way out', () => {
  it('is in order: what runs is interrupted, what is remembered is kept, then the program ends', async () => {
    const exit = vi.spyOn(app, 'exit').mockReturnValue();
    const close = vi.fn(async () => {});
    const keep = vi.fn(async () => {});
    const flushed = session.defaultSession.flushed;
    const leaving = leaveInOrder({ close, unexpected }, keep);
    expect(leaving.begun).toBe(false);
    leaving.now();
    leaving.now();
    expect(leaving.begun).toBe(true);
    await expect.poll(() => exit.mock.calls).toEqual([[0]]);
    expect([close.mock.calls.length, keep.mock.calls.length]).toEqual([1, 1]);
    expect(session.defaultSession.flushed).toBe(flushed + 1);
  });

  it('has an end also where the engine does not come back', async () => {
    const exit = vi.spyOn(app, 'exit').mockReturnValue();
    const leaving = leaveInOrder({ close: () => new Promise(() => {}), unexpected }, async () => {}, 1);
    leaving.now();
    await expect.poll(() => exit.mock.calls).toEqual([[0]]);
  });

  it('says in the log what went wrong, and ends all the same', async () => {
    const exit = vi.spyOn(app, 'exit').mockReturnValue();
    const wrong = new Error('disk full');
    const leaving = leaveInOrder({ close: () => Promise.reject(wrong), unexpected }, async () => {});
    leaving.now();
    await expect.poll(() => exit.mock.calls).toEqual([[0]]);
    expect(unexpected).toHaveBeenCalledWith(wrong, 'closing');
  });

  it('begins when the last window is closed', async () => {
    const exit = vi.spyOn(app, 'exit').mockReturnValue();
    const leaving = leaveInOrder({ close: async () => {}, unexpected }, async () => {});
    await window.closeAndWait();
    await expect.poll(() => exit.mock.calls).toEqual([[0]]);
    expect(leaving.begun).toBe(true);
  });

  it('is not asked about once it has begun', async () => {
    const ask = vi.spyOn(dialog, 'showMessageBox');
    const host = { ...fakeHost(), working: true };
    askBeforeClosing(own, host as unknown as Host, { begun: true, now: () => {} });
    expect(await window.closeAndWait()).toBe(true);
    expect(ask).not.toHaveBeenCalled();
  });
});

describe('the end of the session', () => {
  const event = () => ({ preventDefault: vi.fn(), reasons: ['shutdown'] });

  it.each([
    ['at work', true, 1, 1],
    ['idle', false, 0, 0],
  ])('on Windows with the engine %s', (_name, working, prevented, left) => {
    const leaving = fakeLeaving();
    leaveWithSession(own, { working }, leaving, 'win32');
    const asked = event();
    window.emit('query-session-end', asked);
    expect([asked.preventDefault.mock.calls.length, leaving.now.mock.calls.length]).toEqual([
      prevented,
      left,
    ]);
    window.emit('session-end', event());
    expect(leaving.now).toHaveBeenCalledTimes(left + 1);
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('on macOS and Linux waits for the engine at work: %s', (working, prevented) => {
    const before = process.listeners('SIGTERM');
    const leaving = fakeLeaving();
    leaveWithSession(own, { working }, leaving, 'darwin');
    const asked = event();
    powerMonitor.emit('shutdown', asked);
    expect([asked.preventDefault.mock.calls.length, leaving.now.mock.calls.length]).toEqual([prevented, 1]);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      const added = process.listeners(signal).at(-1);
      added?.(signal);
      if (added) process.off(signal, added);
    }
    expect(leaving.now).toHaveBeenCalledTimes(4);
    expect(process.listeners('SIGTERM')).toEqual(before);
  });
});

describe('the program', () => {
  it('writes into the log which of its processes ended, and goes on', () => {
    const on = vi.spyOn(process, 'on').mockReturnThis();
    logFailures(fakeHost());
    const gpu = { type: 'GPU', reason: 'crashed', exitCode: 5 };
    app.emit('child-process-gone', {}, gpu);
    app.emit('child-process-gone', {}, { ...gpu, reason: 'clean-exit' });
    expect(unexpected.mock.calls).toEqual([[new Error('GPU ended: crashed (5)'), 'child process']]);
    expect(on.mock.calls.map(([name]) => name)).toEqual(['uncaughtException', 'unhandledRejection']);
  });

  it('tells each system which one it is', () => {
    const windows = vi.spyOn(app, 'setAppUserModelId').mockReturnValue();
    const linux = vi.spyOn(app, 'setDesktopName').mockReturnValue();
    for (const platform of ['win32', 'linux', 'darwin'] as const) identify(platform);
    expect([windows.mock.calls, linux.mock.calls]).toEqual([[[appId]], [[desktopFile]]]);
  });
});

describe('a page', () => {
  it('goes nowhere else and opens no other window, whatever leads there', () => {
    const { webContents } = window;
    const opening = vi.spyOn(webContents, 'setWindowOpenHandler');
    refuseNavigation();
    app.emit('web-contents-created', {}, webContents);
    const mayGo = (name: string, url: string): boolean => {
      const event = { url, preventDefault: vi.fn() };
      webContents.emit(name, event);
      return event.preventDefault.mock.calls.length === 0;
    };
    const page = 'app://autocore-migrate/index.html';
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      const went = [page, 'https://example.com/', 'app://document/abc'].map((url) => mayGo(name, url));
      expect([name, ...went]).toEqual([name, true, false, false]);
    }
    expect(mayGo('will-attach-webview', page)).toBe(false);
    expect(opening.mock.calls[0]?.[0]({ url: page })).toEqual({ action: 'deny' });
  });

  const gone = (reason: string): void => {
    window.webContents.emit('render-process-gone', {}, { reason, exitCode: 1 });
  };

  it('that ended is loaded again, and when it ends again somebody is asked', async () => {
    const reload = vi.spyOn(window, 'reload').mockReturnValue();
    const asked = vi.spyOn(dialog, 'showMessageBox').mockResolvedValue({ response: 0 });
    watchPage(own, fakeHost());
    gone('crashed');
    expect([reload.mock.calls.length, asked.mock.calls.length]).toEqual([1, 0]);
    gone('oom');
    await expect.poll(() => reload.mock.calls.length).toBe(2);
    expect(asked).toHaveBeenCalledOnce();
    gone('clean-exit');
    expect(reload).toHaveBeenCalledTimes(2);
    expect(unexpected.mock.calls.map(([error]) => String(error))).toEqual([
      'Error: the page ended: crashed (1)',
      'Error: the page ended: oom (1)',
    ]);
  });

  it('that ends again and again can be left', async () => {
    vi.spyOn(window, 'reload').mockReturnValue();
    vi.spyOn(dialog, 'showMessageBox').mockResolvedValue({ response: 1 });
    const quit = vi.spyOn(app, 'quit').mockResolvedValue();
    watchPage(own, fakeHost());
    gone('crashed');
    gone('crashed');
    await expect.poll(() => quit.mock.calls.length).toBe(1);
  });

  it('that hears nothing is ended and loaded again when the user says so', async () => {
    const reload = vi.spyOn(window, 'reload').mockReturnValue();
    const asked = vi.spyOn(dialog, 'showMessageBox').mockResolvedValue({ response: 1 });
    watchPage(own, { ...fakeHost(), working: true });
    window.emit('unresponsive');
    window.emit('unresponsive');
    await expect.poll(() => reload.mock.calls.length).toBe(1);
    expect(asked.mock.calls).toHaveLength(1);
    expect(JSON.stringify(asked.mock.calls)).toContain(translator('pt-BR')('desktop.workGoesOn'));
    // One end that was wanted is no end too many.
    gone('crashed');
    expect([reload.mock.calls.length, asked.mock.calls.length]).toEqual([2, 1]);
  });

  it('that hears again takes the question back, and is not ended by an answer that comes too late', async () => {
    const crash = vi.spyOn(window.webContents, 'forcefullyCrashRenderer');
    const asked = vi.spyOn(dialog, 'showMessageBox').mockImplementation((async (
      _window: unknown,
      { signal }: { signal: AbortSignal },
    ) => {
      await once(signal, 'abort');
      return { response: 1 };
    }) as never);
    watchPage(own, fakeHost());
    window.emit('unresponsive');
    window.emit('responsive');
    // By then all that waited for the answer has gone on.
    await setImmediate();
    await expect(asked.mock.results[0]?.value).resolves.toEqual({ response: 1 });
    expect(crash).not.toHaveBeenCalled();
  });
});

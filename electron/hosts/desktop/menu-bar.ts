import { app, Menu } from 'electron';
import type { EventValue } from '../../../shared/contract.ts';
import type { Host } from '../shared/host.ts';
import { busy } from '../shared/job/job.ts';
import { type MenuActs, menuTemplate } from './menu.ts';
import type { RecentFiles } from './recent.ts';

/**
 * Shows the menu, and again whenever something in it is another: the language, the recent files, whether there is work.
 */
export function showMenu(
  host: Pick<Host, 'on' | 'onLanguage' | 't'>,
  recent: Pick<RecentFiles, 'paths' | 'onChange'>,
  acts: MenuActs,
  platform: NodeJS.Platform = process.platform,
): void {
  let working = false;
  const show = (): void => {
    const template = menuTemplate({
      t: host.t(),
      platform,
      developing: !app.isPackaged,
      recent: recent.paths,
      working,
      acts,
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  };
  host.onLanguage(show);
  recent.onChange(show);
  host.on((name, value) => {
    if (name !== 'job') return;
    const job = value as EventValue<'job'>;
    const now = job !== null && busy.has(job.status);
    if (now === working) return;
    working = now;
    show();
  });
  show();
}

import { shell } from 'electron';
import { logPath } from '../../engine/log-path.ts';
import type { Host } from '../shared/host.ts';
import type { Surroundings } from '../shared/surroundings.ts';
import { showAbout } from './about.ts';
import type { MenuActs } from './menu.ts';
import { openFile } from './open-file.ts';
import type { RecentFiles } from './recent.ts';
import type { Zoom } from './zoom.ts';

export interface MenuWorld {
  host: Pick<Host, 't'>;
  workspace: string;
  recent: RecentFiles;
  zoom: Zoom;
  pick: NonNullable<Surroundings['pick']>;
}

/** What the menu does in a running program. */
export function menuActs({ host, workspace, recent, zoom, pick }: MenuWorld): MenuActs {
  return {
    open: openFile,
    pick: async () => {
      const path = await pick('source', host.t());
      if (path !== null) openFile(path);
    },
    clearRecent: () => recent.clear(),
    zoomIn: () => zoom.in(),
    zoomOut: () => zoom.out(),
    zoomReset: () => zoom.reset(),
    showLog: () => shell.showItemInFolder(logPath(workspace)),
    about: () => showAbout(host.t()),
  };
}

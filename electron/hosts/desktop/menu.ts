import { app, Menu, type MenuItemConstructorOptions } from 'electron';

/** What the system expects of a program: on macOS copying and pasting come from the menu. Elsewhere there is none. */
export function setUpMenu(): void {
  const developing: MenuItemConstructorOptions[] = app.isPackaged
    ? []
    : [{ role: 'viewMenu', submenu: [{ role: 'reload' }, { role: 'toggleDevTools' }] }];
  const template: MenuItemConstructorOptions[] =
    process.platform === 'darwin'
      ? [{ role: 'appMenu' }, { role: 'editMenu' }, ...developing, { role: 'windowMenu' }]
      : developing;
  Menu.setApplicationMenu(template.length > 0 ? Menu.buildFromTemplate(template) : null);
}

import { app, session } from 'electron';
import { isOwnPage } from './address.ts';

/** Windows show the wizard and nothing else: no other page, no second window, no frame of another kind. */
export function refuseNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { preventDefault(): void; url: string }): void => {
      // The page itself may be loaded again.
      if (!isOwnPage(event.url)) event.preventDefault();
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** The wizard needs no camera, no place and no device. Writing text to the clipboard is all it may. */
export function refusePermissions(): void {
  const { defaultSession } = session;
  const allowed = (permission: string, address: string): boolean =>
    permission === 'clipboard-sanitized-write' && isOwnPage(address);
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(allowed(permission, requestingUrl)),
  );
  defaultSession.setPermissionCheckHandler((contents, permission) =>
    allowed(permission, contents?.getURL() ?? ''),
  );
  defaultSession.setDevicePermissionHandler(() => false);
}

type Handler = (request: Request) => Response | Promise<Response>;
type BeforeRequest = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void;
type PermissionRequest = (
  contents: unknown,
  permission: string,
  answer: (granted: boolean) => void,
  details: { requestingUrl: string },
) => void;

const privileged = new Map<string, { standard?: boolean; secure?: boolean }>();

/** Schemes of the program's own. https://www.electronjs.org/docs/latest/api/protocol */
export const protocol = {
  registerSchemesAsPrivileged(
    schemes: { scheme: string; privileges: { standard?: boolean; secure?: boolean } }[],
  ): void {
    for (const { scheme, privileges } of schemes) privileged.set(scheme, privileges);
  },
};

/** The part of Electron's session that the program uses. https://www.electronjs.org/docs/latest/api/session */
class Session {
  readonly handlers = new Map<string, Handler>();
  #beforeRequest: BeforeRequest | null = null;
  permissionRequest: PermissionRequest | null = null;
  permissionCheck: ((contents: unknown, permission: string) => boolean) | null = null;
  devicePermission: (() => boolean) | null = null;

  readonly protocol = {
    handle: (scheme: string, handler: Handler): void => {
      // Without these privileges a page has no origin, no localStorage and no modules.
      const { standard, secure } = privileged.get(scheme) ?? {};
      if (!standard || !secure) throw new Error(`scheme ${scheme} was not registered in time`);
      this.handlers.set(scheme, handler);
    },
  };

  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest): void => {
      this.#beforeRequest = listener;
    },
  };

  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.permissionRequest = handler;
  }

  setPermissionCheckHandler(handler: (contents: unknown, permission: string) => boolean): void {
    this.permissionCheck = handler;
  }

  setDevicePermissionHandler(handler: () => boolean): void {
    this.devicePermission = handler;
  }

  /** The answer to a request of a page; null when it is refused or leads to a network that is not there. */
  async respond(request: Request): Promise<Response | null> {
    const { url } = request;
    const cancelled = await new Promise<boolean>((resolve) => {
      if (!this.#beforeRequest) return resolve(false);
      this.#beforeRequest({ url }, ({ cancel = false }) => resolve(cancel));
    });
    if (cancelled) return null;
    return (await this.handlers.get(new URL(url).protocol.slice(0, -1))?.(request)) ?? null;
  }
}

export const session = { defaultSession: new Session() };

import { afterReady, beforeReady } from './app.ts';

type Handler = (request: Request) => Response | Promise<Response>;
type BeforeRequest = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void;
type PermissionRequest = (
  contents: unknown,
  permission: string,
  answer: (granted: boolean) => void,
  details: { requestingUrl: string },
) => void;

interface Privileges {
  standard?: boolean;
  secure?: boolean;
  supportFetchAPI?: boolean;
  corsEnabled?: boolean;
}

/** A request as Chromium sends it, with what the privileges of its scheme are about. */
export interface Asking {
  url: string;
  method: string;
  /** The page's own script asks, by `fetch`. */
  fetched: boolean;
  /** Where the page comes from; null where Chromium does not say, as for what a page may load from anywhere. */
  origin: string | null;
}

let privileged: Map<string, Privileges> | null = null;

/** Schemes of the program's own. https://www.electronjs.org/docs/latest/api/protocol */
export const protocol = {
  registerSchemesAsPrivileged(schemes: { scheme: string; privileges: Privileges }[]): void {
    beforeReady('protocol.registerSchemesAsPrivileged()');
    if (privileged) throw new Error('protocol.registerSchemesAsPrivileged() can be called only once');
    privileged = new Map(schemes.map(({ scheme, privileges }) => [scheme, privileges]));
  },
};

function schemeOf(address: string): string {
  return new URL(address).protocol.slice(0, -1);
}

/**
 * Where a page of an address comes from, as Chromium has it: a scheme that is not standard has no hosts, so that all of
 * its pages are strangers to one another and to themselves.
 */
export function originOf(address: string): string {
  const url = new URL(address);
  const scheme = schemeOf(address);
  const known = ['http', 'https'].includes(scheme) || privileged?.get(scheme)?.standard === true;
  return known ? `${url.protocol}//${url.host}` : 'null';
}

/** The part of Electron's session that the program uses. https://www.electronjs.org/docs/latest/api/session */
class Session {
  readonly handlers = new Map<string, Handler>();
  #beforeRequest: BeforeRequest | null = null;
  permissionRequest: PermissionRequest | null = null;
  permissionCheck: ((contents: unknown, permission: string) => boolean) | null = null;
  devicePermission: (() => boolean) | null = null;
  flushed = 0;

  readonly protocol = {
    handle: (scheme: string, handler: Handler): void => {
      // Without these privileges a page has no origin, no localStorage and no modules.
      const { standard, secure } = privileged?.get(scheme) ?? {};
      if (!standard || !secure) throw new Error(`scheme ${scheme} was not registered in time`);
      if (this.handlers.has(scheme)) throw new Error(`scheme ${scheme} is handled already`);
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

  flushStorageData(): void {
    this.flushed += 1;
  }

  /** @throws Error for an address that leads nowhere, as `loadURL` does. */
  requireHandled(address: string): void {
    if (!this.handlers.has(schemeOf(address)))
      throw new Error(`ERR_UNKNOWN_URL_SCHEME (-302) loading '${address}'`);
  }

  /** The answer to a request of a page; null when it is refused or leads to a network that is not there. */
  async respond({ url, method, fetched, origin }: Asking): Promise<Response | null> {
    const cancelled = await new Promise<boolean>((resolve) => {
      if (!this.#beforeRequest) return resolve(false);
      this.#beforeRequest({ url }, ({ cancel = false }) => resolve(cancel));
    });
    const { supportFetchAPI = false, corsEnabled = false } = privileged?.get(schemeOf(url)) ?? {};
    const foreign = origin !== null && origin !== originOf(url);
    if (cancelled || (fetched && !supportFetchAPI) || (foreign && !corsEnabled)) return null;
    const request = new Request(url, { method, headers: { accept: '*/*' } });
    return (await this.handlers.get(schemeOf(url))?.(request)) ?? null;
  }
}

const only = new Session();

export const session = {
  get defaultSession(): Session {
    afterReady('session');
    return only;
  },
};

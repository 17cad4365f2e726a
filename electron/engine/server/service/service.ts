import type { Installation } from '../installation.ts';

/**
 * Who starts the server with the system.
 * - `systemd-user`: systemd for one user, with lingering from the start of the machine on;
 * - `systemd`: the system's systemd, for root;
 * - `launchd-agent`, `launchd-daemon`: macOS for one user, and for root;
 * - `windows-service`: the service manager, for administrators;
 * - `windows-task`: a task of the user's, when he logs in.
 */
export type ServiceKind =
  | 'systemd-user'
  | 'systemd'
  | 'launchd-agent'
  | 'launchd-daemon'
  | 'windows-service'
  | 'windows-task';

/** What a status says of it. */
export interface ServiceStatus {
  kind: ServiceKind;
  /** Its name there. */
  name: string;
  /** `boot`: with the machine; `login`: when this user logs in. */
  begins: 'boot' | 'login';
}

/** The server of a workspace as the system's own manager knows it. Failures reject with what the manager said. */
export interface Service {
  kind: ServiceKind;
  name: string;
  begins(): Promise<ServiceStatus['begins']>;
  isInstalled(): Promise<boolean>;
  /** Makes it known, also a second time after its programs changed. It does not start it. */
  install(installed: Installation): Promise<void>;
  /** Forgets it. A server that it runs is to be stopped before: some managers would end it, others leave it alone. */
  uninstall(installed: Installation): Promise<void>;
  /** Null where the manager does not watch over the server: then we start and stop it ourselves. */
  control: {
    start(): Promise<void>;
    stop(): Promise<void>;
    /** Ends its own tries after a start that failed, until it is told to start again. */
    giveUp(): Promise<void>;
    failed(): Promise<boolean>;
  } | null;
}

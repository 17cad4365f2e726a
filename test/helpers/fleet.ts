import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { FleetReport, FleetVehicle } from '../../shared/model/index.ts';
import { cli } from './cli.ts';
import { sandbox } from './folder.ts';
import { freshDatabase } from './postgres.ts';

export type Document = Omit<FleetReport, 'vehicles'> & {
  counts: Record<string, number>;
  vehicles: (Omit<FleetVehicle, 'error'> & { error: { code: string; message: string } | null })[];
};

/** A folder with a workspace, a database, and the command line that works with them. */
export async function garage() {
  const { folder, env: own } = sandbox();
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const env = { ...own, PGPASSWORD: decodeURIComponent(new URL(url).password) };
  const target = url.replace(/:[^:@/]*@/, '@');
  const manifest = join(folder, 'frota.csv');
  const fleet = async (...words: string[]): Promise<{ code: number | null; document: Document }> => {
    const all = ['fleet', ...words, '--manifest', manifest, '--json', '--progress', 'none'];
    const { code, stdout, stderr } = await cli(all, { env });
    return { code, document: stdout === '' ? expect.unreachable(stderr) : JSON.parse(stdout) };
  };
  return { folder, env, target, url, manifest, fleet };
}

export const statuses = ({ vehicles }: Document) =>
  Object.fromEntries(vehicles.map(({ vehicle, status, exit }) => [vehicle, `${status} ${exit}`]));
export const runs = ({ vehicles }: Document) =>
  Object.fromEntries(vehicles.map((each) => [each.vehicle, each.run]));

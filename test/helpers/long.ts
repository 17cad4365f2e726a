import { allServers, type TestServer } from './postgres.ts';

/** `npm run test:long`: every server, every moment, every size. Every day a part of it (and see ../long.ts). */
export const isLong = process.env.AUTOCORE_LONG === '1';

/** Servers for what takes long: where the version makes no difference to expect, one is enough every day. */
export function servers(): TestServer[] {
  return isLong ? allServers() : ['pg18'];
}

/** Of cases of one kind every day the first ones, at length all. */
export function firstOf<T>(cases: readonly T[], daily = 1): readonly T[] {
  return isLong ? cases : cases.slice(0, daily);
}

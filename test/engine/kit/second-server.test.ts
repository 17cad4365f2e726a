import { expect, it } from 'vitest';
import { isPromoted } from '../../../electron/engine/commands/move-on.ts';
import { replicationWarnings } from '../../../electron/engine/status/replication.ts';
import type { ReplicationStatus } from '../../../shared/model/index.ts';

it('knows a promoted copy from what only looks like one', () => {
  const known = { system: '7', timeline: 1 };
  const found = { system: '7', timeline: 2, recovering: false, started: '', until: null };
  expect(isPromoted(known, found)).toBe(true);
  // The server before itself, or a copy of its files; another cluster; a run of an earlier version.
  expect(isPromoted(known, { ...found, timeline: 1 })).toBe(false);
  expect(isPromoted(known, { ...found, system: '8' })).toBe(false);
  expect(isPromoted(known, { ...found, timeline: null })).toBe(false);
  expect(isPromoted(null, found)).toBe(false);
});

it('says what of a second server wants attention', () => {
  const standby = {
    ...{ name: 's', address: null, state: 'streaming', sync: 'sync', lagBytes: 0, lagSeconds: null },
  };
  const slot = { name: 'l', active: true, status: 'reserved', heldBytes: 0 };
  const of = (given: Partial<ReplicationStatus>) =>
    replicationWarnings({
      ...{ recovering: false, replayedAt: null, waits: true, standbys: [standby], slots: [slot] },
      ...given,
    });
  expect(of({})).toEqual([]);
  expect(of({ standbys: [{ ...standby, lagBytes: 65 * 2 ** 20 }] })).toEqual([
    { code: 'standbyBehind', name: 's', mib: 65 },
  ]);
  expect(of({ standbys: [{ ...standby, lagSeconds: 61 }] })).toMatchObject([{ code: 'standbyBehind' }]);
  expect(of({ standbys: [{ ...standby, state: 'backup', lagSeconds: 61 }] })).toEqual([]);
  expect(of({ standbys: [] })).toEqual([{ code: 'standbyMissing' }]);
  // Who may not see it cannot say that none is there.
  expect(of({ standbys: [{ ...standby, state: null, sync: null, lagBytes: null }] })).toEqual([]);
  expect(of({ slots: [{ ...slot, active: false, heldBytes: 2 ** 21 }] })).toEqual([
    { code: 'slotInactive', name: 'l', mib: 2 },
  ]);
  expect(of({ slots: [{ ...slot, active: false, status: 'lost' }] })).toEqual([
    { code: 'slotLost', name: 'l' },
  ]);
});

import { expect, it } from 'vitest';
import { maskedCutover, maskedPrediction } from '../../../electron/engine/support/masked-later.ts';
import { cutoverSchema } from '../../../shared/bundle/about-schema.ts';
import type { CutoverView } from '../../../shared/contract.ts';
import type { Prediction } from '../../../shared/model/index.ts';

const names = new Set(['vehicles', 'plate']);

const view: CutoverView = {
  ...{ run: '20260101-1200-abcd', phase: 'back', source: '/srv/carro.db', since: null, finishedAt: null },
  use: { writers: ['autocore (12)'], services: [], cron: null },
  ticks: { drivers: '2026-01-01T10:00:00Z' },
  steps: { caughtUp: null, validated: null, role: null, smoke: null, env: null },
  ...{ outcome: null, left: null, envs: [{ path: '/srv/.env', backup: '/srv/.env.old' }], keeps: null },
  restore: {
    ...{ rows: 3, rounded: 1, foreignKeys: 0, snapshotOnly: false, sourceChanged: false, kept: null },
    ...{ swappedAt: null, finishedAt: '2026-01-02T10:00:00Z' },
    added: [
      {
        ...{ kind: 'column', name: 'plate', table: 'vehicles', column: 'plate', rows: 2, brought: false },
        ...{ as: null, reason: 'near "BRA2E19"' },
      },
    ],
    missing: [],
    spelled: [
      { table: 'vehicles', column: 'plate', as: 'beyond', values: 1, key: 'id=BRA2E19', value: 'BRA2E19' },
    ],
    displaced: [
      { table: 'vehicles', key: 'BRA2E19', code: 'server', reason: 'Key (plate)=(BRA2E19) exists' },
    ],
    leftBehind: [{ table: 'vehicles', key: 'BRA2E19', column: null, reason: 'value "BRA2E19"' }],
  },
};

it('the way back leaves without a value of a row, and without what the engine keeps for itself', () => {
  // As the engine keeps it: with more than a screen shows.
  const kept = { ...view, restore: { ...view.restore, prints: { vehicles: { hash: 'BRA2E19' } } } };
  const masked = maskedCutover(kept as never, names);
  expect(JSON.stringify(masked)).not.toContain('BRA2E19');
  expect(JSON.stringify(masked)).toContain('AAA9A99');
  expect(masked.restore).not.toHaveProperty('prints');
  // Names, paths, counts and times are as they are, and whoever reads it knows the shape.
  expect(masked).toMatchObject({ source: view.source, envs: view.envs, use: view.use, ticks: view.ticks });
  expect(masked.restore).toMatchObject({ rows: 3, added: [{ name: 'plate', rows: 2 }] });
  expect(cutoverSchema.parse(JSON.parse(JSON.stringify(masked)))).toEqual(masked);
  expect(maskedCutover({ ...view, restore: null }, names).restore).toBeNull();
});

it('what a rehearsed way back failed at is masked as any message', () => {
  const reason = { code: 'target.lost', params: { host: 'h', reason: 'Key (plate)=(BRA2E19)' } } as const;
  const prediction = { diskBytes: 1, wayBack: { outcome: 'failed', reason } } as unknown as Prediction;
  const masked = maskedPrediction(prediction, names);
  expect(JSON.stringify(masked)).not.toContain('BRA2E19');
  expect(masked.wayBack?.reason?.params.host).toBe('h');
  expect(maskedPrediction({ diskBytes: 1 } as Prediction, names)).toEqual({ diskBytes: 1 });
});

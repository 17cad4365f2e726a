import { expect, it } from 'vitest';
import { maskedAudit, maskedCertificate, maskedState } from '../../../electron/engine/support/masked.ts';
import type { Audit, Certificate, RunState } from '../../../shared/model/index.ts';

const names = new Set(['vehicles', 'plate']);
const finding = {
  ...{ id: 'adopt.check:vehicles', code: 'adopt.check', severity: 'blocker', table: 'vehicles', count: 1 },
  column: null,
  params: { name: 'short', columns: 'plate', shown: 'plate = BRA2E19', min: 'BRA2E19', reason: '"BRA2E19"' },
};
const said = 'PostgreSQL does not take it: invalid input syntax for type integer: "BRA2E19"';
const url = 'postgresql://ana@h/d';

/** Every value is masked, every name and count is as it was. */
function expectMasked(masked: unknown): void {
  const text = JSON.stringify(masked);
  expect(text).not.toContain('BRA2E19');
  expect(text).toContain('AAA9A99');
}

it('rows that break a rule of adopted tables leave without their values', () => {
  const audit = { findings: [{ ...finding, samples: [] }] } as unknown as Audit;
  const masked = maskedAudit(audit, names);
  expectMasked(masked);
  expect(masked.findings[0]).toMatchObject({
    count: 1,
    params: { name: 'short', columns: 'plate', shown: 'plate = AAA9A99' },
  });
});

it('why a view was not made may be what a server said of a row', () => {
  const programs = [{ kind: 'view', table: null, name: 'v', target: 'v', reason: said, rows: null }];
  const state = { target: { url }, validation: null, error: null, programs } as unknown as RunState;
  expectMasked(maskedState(state, names).programs);
  expect(maskedState({ ...state, programs: undefined }, names).programs).toBeUndefined();
});

it('no part of a certificate tells what its audit, its benchmark or its rehearsal quotes', () => {
  const certificate = {
    target: { url },
    validation: null,
    error: null,
    findings: [{ ...finding, decision: null }],
    exceptions: [],
    leftOut: [{ kind: 'view', table: null, name: 'v', sql: 'select 1', reason: said }],
    benchmark: {
      left: [{ id: 'q', reason: said }],
      proposals: [
        { id: 'p', refused: said },
        { id: 'r', refused: null },
      ],
    },
    prediction: { wayBack: { reason: { code: 'target.lost', params: { reason: said } } } },
  } as unknown as Certificate;
  const masked = maskedCertificate(certificate, names);
  const { findings, leftOut, benchmark, prediction } = masked;
  for (const part of [findings, leftOut, benchmark?.left, benchmark?.proposals, prediction])
    expectMasked(part);
  expect(benchmark?.proposals[1]).toEqual({ id: 'r', refused: null });
});

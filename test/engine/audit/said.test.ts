import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  beginAudit,
  changeAudit,
  type PlannedAudit,
} from '../../../electron/engine/commands/audit-session.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { findingMessage, translator } from '../../../shared/messages/index.ts';
import { quiet } from '../../helpers/migrated.ts';

const folder = mkdtempSync(join(tmpdir(), 'autocore-said-'));
const kept = { workspace: join(folder, 'workspace'), session: 'said' };
const t = translator('pt-BR');
let audited: PlannedAudit;

beforeAll(async () => {
  const source = join(folder, 'sujo.db');
  await writeSample({ out: source, rows: 2000, dirty: true });
  audited = await beginAudit({ ...kept, ...wishes({}), source }, quiet);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function wishes(decisions: Record<string, string>) {
  return { profile: 'compatible' as const, extras: true, choices: { types: {}, decisions } };
}

function found({ audit }: PlannedAudit, id: string) {
  const finding = audit.findings.find((each) => each.id === id);
  if (!finding) throw new Error(`no finding ${id}`);
  return { ...finding, message: findingMessage(finding, t) };
}

it('who chose to have no partitions can choose otherwise, and reads of none', async () => {
  const id = 'clock.outliers:telemetry_data.timestamp';
  expect(found(audited, id)).toMatchObject({ decision: 'defaultPartition' });
  expect(found(audited, id).message).toMatch(/partição padrão\.$/);
  const without = found(await changeAudit({ ...kept, ...wishes({ [id]: 'noPartitions' }) }, quiet), id);
  expect(without).toMatchObject({
    decision: 'noPartitions',
    options: ['defaultPartition', 'noPartitions'],
  });
  expect(without.message).toMatch(/com as outras linhas da tabela\.$/);
});

it('a type that is taken instead is not said to keep all where it does not', () => {
  const others = audited.audit.findings
    .filter((each) => each.column === 'conteudo' && each.code.startsWith('text.'))
    .reduce((sum, { count }) => sum + count, 0);
  expect(others).toBeGreaterThan(0);
  expect(found(audited, 'type.fallback:anexos.conteudo')).toMatchObject({ params: { others } });
  expect(found(audited, 'type.fallback:anexos.conteudo').message).toContain(`menos ${others}`);
  expect(found(audited, 'type.fallback:fechamentos.dia').message).toMatch(/todos como estão\.$/);
});

it('a hypertable that was chosen and cannot be made is said', async () => {
  const id = 'telemetry.split:telemetry_data';
  const { choices, ...rest } = wishes({ [id]: 'hypertable' });
  const made = await changeAudit({ ...kept, ...rest, choices }, quiet);
  expect(found(made, id)).toMatchObject({ severity: 'note', decision: 'hypertable' });
  const whole = await changeAudit({ ...kept, ...rest, extras: false, choices }, quiet);
  expect(found(whole, id)).toMatchObject({ severity: 'warning', options: ['months', 'hypertable'] });
  expect(found(whole, id).message).toContain('a tabela fica inteira');
  const plain = await changeAudit({ ...kept, ...wishes({}), extras: false }, quiet);
  expect(plain.audit.findings.filter((each) => each.id === id)).toEqual([]);
});

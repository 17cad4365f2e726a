import { describe, expect, it } from 'vitest';
import { barLine } from '../../../electron/hosts/cli/progress/bar.ts';
import { plainView } from '../../../electron/hosts/cli/progress/plain.ts';
import { clock } from '../../../electron/hosts/cli/progress/text.ts';
import { translator } from '../../../shared/messages/index.ts';
import type { Progress } from '../../../shared/model/index.ts';

const load: Progress = {
  run: 'r',
  stage: 'load',
  table: 'telemetry_data',
  unit: 'rows',
  done: 450_000,
  total: 1_000_000,
  rate: 210_000.4,
  secondsLeft: 64.2,
};

describe('plain progress', () => {
  it('writes each stage when it begins, then at most once a second, and how far it came', () => {
    const lines: string[] = [];
    let time = 0;
    const view = plainView(
      (line) => lines.push(line),
      translator('pt-BR'),
      () => time,
    );
    for (time = 0; time < 2500; time += 100) view.show({ ...load, done: time * 100 });
    view.show({ ...load, stage: 'validate', done: 0, rate: 0, secondsLeft: null });
    view.stop();
    expect(lines.map((line) => line.split(' (')[0])).toEqual([
      'Carga telemetry_data: 0 de 1.000.000 linhas',
      'Carga telemetry_data: 100.000 de 1.000.000 linhas',
      'Carga telemetry_data: 200.000 de 1.000.000 linhas',
      'Carga telemetry_data: 240.000 de 1.000.000 linhas',
      'Validação telemetry_data: 0 de 1.000.000 linhas',
    ]);
  });

  it('says rate and time left in the language', () => {
    const lines: string[] = [];
    plainView((line) => lines.push(line), translator('en')).show(load);
    expect(lines).toEqual([
      'Load telemetry_data: 450,000 of 1,000,000 rows (45%), 210,000 rows/s, 1:05 left',
    ]);
  });

  it('counts bytes in MiB', () => {
    const lines: string[] = [];
    const view = plainView((line) => lines.push(line), translator('pt-BR'));
    view.show({
      ...load,
      stage: 'snapshot',
      table: null,
      unit: 'bytes',
      done: 1_572_864,
      total: 3_145_728,
      rate: 0,
    });
    expect(lines[0]).toMatch(/^Cópia segura: 1,5 de 3 MiB \(50%\)/);
  });
});

describe('the bar', () => {
  it('says stage, share, rows, rate, time left and table', () => {
    expect(barLine(load, 200, translator('en'))).toBe(
      'Load  ███████████░░░░░░░░░░░░░  45%  450,000 of 1,000,000 rows  210,000 rows/s  1:05 left  telemetry_data',
    );
  });

  it('never wraps', () => {
    expect(barLine(load, 60, translator('en')).length).toBeLessThan(60);
  });

  it('is never full before the end', () => {
    expect(barLine({ ...load, done: 999_999 }, 200, translator('en'))).toContain(' 99%');
    expect(barLine({ ...load, total: 0, done: 0 }, 200, translator('en'))).toContain('  0%');
  });
});

describe('a clock', () => {
  it.each([
    [0, '0:00'],
    [7.2, '0:08'],
    [65, '1:05'],
    [3599.5, '1:00:00'],
    [3723, '1:02:03'],
  ])('%d s is %s', (seconds, text) => {
    expect(clock(seconds)).toBe(text);
  });
});

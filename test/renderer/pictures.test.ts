import { describe, expect, it } from 'vitest';
import { layout } from '../../renderer/steps/audit/layout.ts';
import { gapsIn, monthBars } from '../../renderer/steps/audit/month-bars.ts';
import { follow, isLooked, tablesLookedAt } from '../../renderer/steps/audit/relation-paths.ts';
import type { Relation } from '../../shared/contract.ts';

const month = (name: string, planned = true) => ({ month: name, rows: 5, planned });

describe('months', () => {
  it('shows those without rows, one by one where they are few', () => {
    const bars = monthBars([month('2024-11'), month('2025-02'), month('2025-03')]);
    expect(bars.map((bar) => [bar.kind, 'month' in bar ? bar.month : bar.from])).toEqual([
      ['rows', '2024-11'],
      ['empty', '2024-12'],
      ['empty', '2025-01'],
      ['rows', '2025-02'],
      ['rows', '2025-03'],
    ]);
  });

  it('draws years of a broken clock in one', () => {
    const bars = monthBars([month('0001-01', false), month('2025-02'), month('9999-12', false)]);
    expect(bars).toHaveLength(5);
    expect(bars[1]).toEqual({ kind: 'gap', from: '0001-02', to: '2025-01', months: 24_288 });
  });

  it('tells gaps between planned months alone', () => {
    const months = [month('1970-01', false), month('2024-11'), month('2025-02'), month('2080-01', false)];
    expect(gapsIn(months)).toEqual([{ from: '2024-12', to: '2025-01', months: 2 }]);
    expect(gapsIn([month('2025-02'), month('2025-03')])).toEqual([]);
    expect(gapsIn([])).toEqual([]);
  });
});

describe('relations', () => {
  const relation = (table: string, references: string): Relation => ({
    ...{ table, references, columns: ['of'], refColumns: ['id'], orphans: 0 },
  });
  const all = [
    relation('boards', 'devices'),
    relation('channels', 'boards'),
    relation('telemetry', 'devices'),
    relation('screens', 'screens'),
  ];

  it('stand right of what they point to, also in a circle', () => {
    const { nodes } = layout(all);
    const x = (name: string) => nodes.find((node) => node.name === name)?.x ?? Number.NaN;
    expect(x('devices')).toBeLessThan(x('boards'));
    expect(x('boards')).toBeLessThan(x('channels'));
    expect(layout([relation('a', 'b'), relation('b', 'a')]).nodes).toHaveLength(2);
  });

  it('lead by the arrow keys from a table to what it points to and back', () => {
    const map = layout(all);
    expect(follow(map, 'channels', 'ArrowLeft')).toBe('boards');
    expect(follow(map, 'boards', 'ArrowLeft')).toBe('devices');
    expect(follow(map, 'devices', 'ArrowRight')).toBe('boards');
    expect(follow(map, 'boards', 'ArrowDown')).toBe('telemetry');
    expect(follow(map, 'telemetry', 'ArrowUp')).toBe('boards');
    expect(follow(map, 'screens', 'ArrowLeft')).toBeNull();
    expect(follow(map, 'devices', 'Enter')).toBeNull();
  });

  it('show a table with all that leads to it, or one relation', () => {
    expect(tablesLookedAt(all, { table: 'boards' })).toEqual(new Set(['boards', 'devices', 'channels']));
    expect(tablesLookedAt(all, { relation: all[2] as Relation })).toEqual(new Set(['telemetry', 'devices']));
    expect(tablesLookedAt(all, null)).toBeNull();
    expect(all.map((each) => isLooked(each, { table: 'boards' }))).toEqual([true, true, false, false]);
  });
});

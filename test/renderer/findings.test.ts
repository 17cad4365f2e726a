import { describe, expect, it } from 'vitest';
import { choicesOf, standingOf } from '../../renderer/steps/audit/choices.ts';
import {
  foldNotes,
  groupFindings,
  isChoice,
  isOpen,
  placeOf,
  placesOf,
} from '../../renderer/steps/audit/groups.ts';
import { outcomeOf, sampleAfter } from '../../renderer/steps/audit/outcome.ts';
import type { Finding } from '../../shared/model/index.ts';

function value(code: string, place: string, rest: Partial<Finding> & { lost?: number } = {}): Finding {
  const [table = '', column = null] = place.split('.');
  const { lost = 0, count = 1, ...own } = rest;
  const options = own.options ?? (lost > 0 ? ['quarantine', 'text'] : ['repair', 'text']);
  return {
    ...{ id: `${code}:${place}`, code, table, column, count, samples: [], options },
    ...{ severity: lost > 0 ? 'blocker' : 'warning', decision: lost > 0 ? null : (options[0] ?? 'accept') },
    params: { type: 'timestamp without time zone', repaired: count - lost, lost },
    ...own,
  } as Finding;
}

const times = [
  value('time.brazilian', 'event_logs.timestamp'),
  value('time.iso', 'event_logs.timestamp', { count: 3 }),
  value('time.empty', 'event_logs.timestamp', { lost: 1 }),
  value('time.unknown', 'event_logs.timestamp', { count: 4, lost: 4 }),
];
const decided = times.map((each) => ({ ...each, decision: each.options[0] ?? null }));

describe('findings as cards', () => {
  it('has one card for each column and kind of trouble, as grave as its gravest', () => {
    const other = { ...value('table.noKey', 'event_logs'), column: null, params: {}, options: [] };
    const groups = groupFindings([
      ...times.slice(0, 2),
      value('double.text', 'can_signals.scale', { lost: 1 }),
      ...times.slice(2),
      value('integer.text', 'can_signals.scale', { lost: 1 }),
      other,
    ]);
    expect(groups.map((each) => [placeOf(each), each.family, each.findings.length, each.severity])).toEqual([
      ['event_logs.timestamp', 'time', 4, 'blocker'],
      ['can_signals.scale', 'number', 2, 'blocker'],
      ['event_logs', null, 1, 'warning'],
    ]);
    expect(groups.map(isChoice)).toEqual([true, true, false]);
    expect(groups.map(isOpen)).toEqual([true, true, false]);
  });

  it('tells values that change from values that only stand in the way of a richer type', () => {
    const may = { ...value('json.broken', 'devices.configuration'), params: { type: 'jsonb', stays: 0 } };
    const does = value('json.nan', 'devices.configuration');
    expect(groupFindings([may, does])).toHaveLength(2);
  });

  it('folds what nobody can choose into one for each kind that has a name', () => {
    const note = (code: string, table: string): Finding => ({
      ...value(code, table),
      ...{ options: [], params: {}, severity: 'note' },
    });
    const groups = groupFindings([
      note('table.unknown', 'a'),
      times[0] as Finding,
      note('odd.kind', 'a'),
      note('table.unknown', 'b'),
      note('odd.kind', 'b'),
    ]);
    const folded = foldNotes(groups, ({ kind }) => kind !== 'odd.kind');
    expect(folded.map((each) => [each.kind, placesOf(each)])).toEqual([
      ['table.unknown', ['a', 'b']],
      ['time', ['event_logs.timestamp']],
      ['odd.kind', ['a']],
      ['odd.kind', ['b']],
    ]);
  });

  it('tells names apart that a point joins to the same text', () => {
    const [a, b] = [value('time.iso', 'a'), value('time.iso', 'a')];
    const groups = groupFindings([
      { ...a, table: 'a.b', column: 'c' },
      { ...b, table: 'a', column: 'b.c' },
    ]);
    expect(groups).toHaveLength(2);
  });
});

describe('one decision for a card', () => {
  const choices = choicesOf(times);
  const standing = (findings: Finding[], changed: Record<string, string> = {}) =>
    standingOf(choices, (id) => changed[id] ?? findings.find((each) => each.id === id)?.decision ?? null);

  it('offers what is recommended for each cause, and what all of them offer', () => {
    expect(choices.map(({ value, options }) => [value, options])).toEqual([
      ['recommended', ['repair', 'quarantine']],
      ['text', ['text']],
    ]);
    expect(choices[0]?.decisions).toEqual({
      'time.brazilian:event_logs.timestamp': 'repair',
      'time.iso:event_logs.timestamp': 'repair',
      'time.empty:event_logs.timestamp': 'quarantine',
      'time.unknown:event_logs.timestamp': 'quarantine',
    });
    expect(Object.values(choices[1]?.decisions ?? {})).toEqual(['text', 'text', 'text', 'text']);
  });

  it('says once what every cause recommends', () => {
    const same = [value('boolean.word', 'devices.is_active'), value('boolean.number', 'devices.is_active')];
    expect(choicesOf(same).map(({ value, options }) => [value, options])).toEqual([
      ['repair', ['repair']],
      ['text', ['text']],
    ]);
  });

  it('leaves out those that have nothing to choose', () => {
    const alone = value('text.nul', 'devices.name', { options: [] });
    expect(choicesOf([alone])).toEqual([]);
    expect(Object.keys(choicesOf([alone, ...times])[0]?.decisions ?? {})).not.toContain(alone.id);
  });

  it('is open, recommended, the same for all, or mixed', () => {
    expect(standing(times)).toBe('undecided');
    expect(standing(decided)).toBe('recommended');
    expect(standing(decided.map((each) => ({ ...each, decision: 'text' })))).toBe('text');
    expect(standing(decided, { 'time.iso:event_logs.timestamp': 'null' })).toBe('mixed');
  });
});

describe('what becomes of the values of a card', () => {
  it('counts forms that are repaired, rows that stay out and values that wait', () => {
    expect(outcomeOf(times)).toMatchObject({ forms: 2, repaired: 4, out: 0, open: 5 });
    expect(outcomeOf(decided)).toMatchObject({ forms: 2, repaired: 4, out: 5, nulled: 0, open: 0 });
    expect(outcomeOf(times, () => 'null')).toMatchObject({ forms: 0, nulled: 9, out: 0 });
    expect(outcomeOf(times, () => 'text')).toMatchObject({ forms: 0, kept: 9 });
  });

  it('takes from the samples what happens where nobody can choose', () => {
    const key = { id: 1 };
    const out = { ...value('time.empty', 'a.b', { lost: 1, options: [] }), decision: 'accept' };
    const sample = { key, value: '', after: null };
    expect(outcomeOf([{ ...out, samples: [{ ...sample, action: 'quarantined' }] }])).toMatchObject({
      out: 1,
    });
    expect(outcomeOf([{ ...out, samples: [{ ...sample, action: 'nulled' }] }])).toMatchObject({ nulled: 1 });
  });

  it('shows samples by what is decided', () => {
    const repaired = { key: null, value: 'sim', after: 't', action: 'repaired' } as const;
    const kept = { key: null, value: 'x', after: null, action: 'quarantined' } as const;
    expect(sampleAfter(repaired, 'repair')).toEqual(repaired);
    expect(sampleAfter(repaired, 'null')).toEqual({ key: null, value: 'sim', after: null, action: 'nulled' });
    expect(sampleAfter(kept, 'null')).toMatchObject({ action: 'nulled', after: null });
    expect(sampleAfter(kept, 'quarantine')).toEqual(kept);
    expect(sampleAfter({ key: null, value: 1 }, 'null')).toEqual({ key: null, value: 1 });
  });
});

import { verdictLines } from '../../../../shared/messages/benchmark-verdict.ts';
import type { Language, Translate } from '../../../../shared/messages/index.ts';
import type { BenchmarkResult, Timing } from '../../../../shared/model/index.ts';
import { visible } from '../../../../shared/visible.ts';
import { table } from './table.ts';

const marks = { exceptions: '*', other: '**' } as const;

/** A benchmark for a terminal, with the verdict at its end. */
export function benchmarkText(result: BenchmarkResult, t: Translate, language: Language): string {
  const { applied } = result;
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const time = (of: Timing | null) => (of ? `${format.format(of.p50)} / ${format.format(of.p95)}` : '–');
  const first = (...times: Timing[]) => times.map((each) => format.format(each.cold)).join(' / ');
  const name = (id: string) => t(`benchmark.queries.${id}`);
  const head = ['query', 'rows', 'cold', 'sqlite', 'postgres', 'optimised'].map((column) =>
    t(`benchmark.columns.${column}`),
  );
  const rows = result.queries.map((q) => [
    name(q.id) + (q.differs ? ` ${marks[q.differs]}` : ''),
    q.rows,
    first(q.sqlite, q.postgres),
    time(q.sqlite),
    time(q.postgres),
    time(q.optimised),
  ]);
  const tried = result.proposals.some((p) => p.outcome !== null || p.refused !== null);
  const proposals = result.proposals.map(({ sql, undo, outcome, refused }) => {
    const text = `  ${visible(sql.join('; '))}`;
    if (refused !== null) return `${text}: ${t('benchmark.refused', { reason: refused })}`;
    if (outcome === null) return text;
    const percent = Math.round(outcome.ratio * 100);
    const how = outcome.kept ? 'kept' : undo === null ? 'noGain' : 'dropped';
    return `${text}: ${t(`benchmark.${how}`, { percent })}`;
  });
  const names = applied.map((id) => t(`benchmark.proposals.${id}`)).join('; ');
  return [
    t('benchmark.title', { server: result.server }),
    table(head, rows, language),
    ...[...new Set(result.queries.flatMap((q) => q.differs ?? []))].map(
      (why) => `${marks[why]} ${t(`benchmark.differs.${why}`)}`,
    ),
    ...result.left.map(({ id, reason }) => t('benchmark.left', { name: name(id), reason })),
    '',
    ...(names ? [t('benchmark.appliedBefore', { names })] : []),
    ...(tried || proposals.length === 0 ? [] : [t('benchmark.proposed')]),
    ...proposals,
    '',
    ...verdictLines(result, t).map((line) => line.text),
  ].join('\n');
}

import type { Language, Translate } from '../../../../shared/messages/index.ts';
import type { BenchmarkResult, Timing } from '../../../../shared/model/index.ts';
import { table } from './table.ts';

/** Below this a file lies in the memory of any machine. */
const small = 1 << 30;

/** A benchmark for a terminal, with the verdict at its end. */
export function benchmarkText(result: BenchmarkResult, t: Translate, language: Language): string {
  const { many, verdict } = result;
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const time = (of: Timing | null) => (of ? `${format.format(of.p50)} / ${format.format(of.p95)}` : '–');
  const first = (...times: Timing[]) => times.map((each) => format.format(each.cold)).join(' / ');
  const name = (id: string) => t(`benchmark.queries.${id}`);
  const head = ['query', 'rows', 'cold', 'sqlite', 'postgres', 'optimised'].map((column) =>
    t(`benchmark.columns.${column}`),
  );
  const rows = result.queries.map((q) => [
    q.same ? name(q.id) : `${name(q.id)} (${t('benchmark.differs')})`,
    q.rows,
    first(q.sqlite, q.postgres),
    time(q.sqlite),
    time(q.postgres),
    time(q.optimised),
  ]);
  const tried = result.proposals.some((p) => p.outcome !== null);
  const proposals = result.proposals.map(({ sql, outcome }) => {
    if (outcome === null) return `  ${sql}`;
    const percent = Math.round(outcome.ratio * 100);
    return `  ${sql}: ${t(`benchmark.${outcome.kept ? 'kept' : 'dropped'}`, { percent })}`;
  });
  const said = (key: 'atFirst' | 'afterwards', met: boolean) =>
    t(`benchmark.verdict.${key}.${met ? 'yes' : 'no'}`);
  const percent = (ratio: number) => ({ percent: Math.round(ratio * 100) });
  return [
    t('benchmark.title', { server: result.server }),
    table(head, rows, language),
    ...result.left.map(({ id, reason }) => t('benchmark.left', { name: name(id), reason })),
    '',
    t('benchmark.many', {
      clients: many.clients,
      sqlite: Math.round(many.sqlite.queriesPerSecond),
      sqliteWrites: Math.round(many.sqlite.writesPerSecond),
      postgres: Math.round(many.postgres.queriesPerSecond),
      postgresWrites: Math.round(many.postgres.writesPerSecond),
    }),
    '',
    ...(tried ? [] : [t('benchmark.proposed')]),
    ...proposals,
    '',
    t('benchmark.verdict.ratio', percent(verdict.ratio)),
    said('atFirst', verdict.atFirst),
    ...(verdict.optimisedRatio === null
      ? []
      : [t('benchmark.verdict.optimised', percent(verdict.optimisedRatio))]),
    ...(verdict.afterwards === null ? [] : [said('afterwards', verdict.afterwards)]),
    ...(result.bytes < small && verdict.ratio > 1.05 ? [t('benchmark.verdict.small')] : []),
  ].join('\n');
}

import { expect, it } from 'vitest';
import { verdictOf } from '../../../electron/engine/benchmark/verdict.ts';
import { buildCertificate } from '../../../electron/engine/report/certificate.ts';
import { renderCertificate } from '../../../electron/engine/report/html.ts';
import { verdictLines } from '../../../shared/messages/benchmark-verdict.ts';
import { translator } from '../../../shared/messages/index.ts';
import type { BenchmarkResult, QueryResult } from '../../../shared/model/index.ts';
import { powersAround } from '../../../shared/powers.ts';
import { certificateInput } from '../../helpers/certificate.ts';

const time = (p50: number) => ({ cold: p50 * 3, p50, p95: p50 * 2 });
const hostile = '<img src=x onerror=alert(1)>';

function query(id: string, lite: number, big: number, given: Partial<QueryResult> = {}): QueryResult {
  const base = { id, from: 'guide', rows: 5, same: true, differs: null, optimised: null } as const;
  return { ...base, sqlite: time(lite), postgres: time(big), ...given };
}

function result(queries: QueryResult[]): BenchmarkResult {
  const load = { queriesPerSecond: 100, writesPerSecond: 10, p50: 1, p95: 2 };
  const many = { clients: 8, seconds: 1, sqlite: load, postgres: load, optimised: null };
  const proposal = { undo: ['x'], setting: null, helps: ['latestValues'], sql: ['x'] };
  return {
    format: 2,
    run: 'r',
    at: '2026-01-01T00:00:00.000Z',
    server: hostile,
    bytes: 2 ** 31,
    queries,
    left: [{ id: 'eventSearch', reason: hostile }],
    many,
    trip: 0.1,
    proposals: [
      { ...proposal, id: 'latestIndex', refused: null, outcome: { kept: true, ratio: 0.4 } },
      { ...proposal, id: 'eventsIndex', refused: hostile, outcome: null },
    ],
    applied: ['statistics'],
    verdict: verdictOf(queries, many, true),
  };
}

function page(benchmark: BenchmarkResult): string {
  const input = certificateInput({});
  return renderCertificate({ ...buildCertificate(input), benchmark }, translator('en'));
}

it('draws the times in the certificate without script, style of others or anything from elsewhere', () => {
  const slow = query('latestValues', 20, 10, { optimised: time(2) });
  const html = page(result([query('devicesOnline', 0.01, 0.2), slow]));
  const svg = /<svg class="chart".*?<\/svg>/s.exec(html)?.[0] ?? '';
  // Two sides and three, the legend, a line to 95 % for each bar, and one for each power of ten.
  expect(svg.match(/<rect/g)).toHaveLength(5 + 3);
  expect(svg.match(/<line/g)).toHaveLength(5 + powersAround([0.01, 40]).length);
  const fills = [...svg.matchAll(/height="7" fill="#(\w+)"/g)].map((match) => match[1]);
  expect(fills).toEqual(['a34a00', '0b7285', 'a34a00', '0b7285', '2b7a39']);
  expect(svg).not.toMatch(/NaN|Infinity|undefined|="-/);
  expect(html).not.toContain('<script');
  expect(html).not.toContain('<img');
  expect(html).not.toMatch(/<[^>]+(?:src|href)=|url\(/);
  expect(html).toContain('Optimisations measured');
});

it('weighs each question by how often it is asked, and says which one keeps an hour of use from the criteria', () => {
  const seldom = query('deviceMonth', 2000, 100);
  const often = query('deviceList', 0.02, 0.25);
  const found = result([seldom, often]);
  // The round is won by a question that is asked twice an hour; the hour is lost by the list.
  expect(found.verdict).toMatchObject({
    round: { sqlite: 2000.02, postgres: 100.25, optimised: null },
    mix: { sqlite: 4014.4, postgres: 380, optimised: null },
    atFirst: true,
    heaviest: null,
  });
  const lost = result([often, query('deviceMonth', 2, 1)]);
  expect(lost.verdict).toMatchObject({
    mix: { sqlite: 18.4, postgres: 182 },
    atFirst: false,
    afterwards: false,
    heaviest: { id: 'deviceList', share: 0.989, postgres: 0.25 },
  });
  const texts = verdictLines({ ...lost, trip: 0.2 }, translator('en')).map(({ text }) => text);
  expect(texts.join('\n')).toContain('The way to the server and back alone takes 0.2 ms.');
  expect(verdictLines({ ...lost, trip: 0.05 }, translator('en')).map(({ text }) => text)[4]).toContain(
    'takes 0.05 ms of it',
  );
});

it('says that a writer is held up by readers, and counts the load after optimising', () => {
  const load = (queriesPerSecond: number, writesPerSecond: number) => ({
    ...{ queriesPerSecond, writesPerSecond, p50: 1, p95: 2 },
  });
  const many = { clients: 8, seconds: 1, sqlite: load(100, 615), postgres: load(90, 9), optimised: null };
  const queries = [query('deviceList', 1, 1)];
  expect(verdictOf(queries, many, false)).toMatchObject({
    many: { atFirst: false, afterwards: null },
    writes: false,
  });
  const faster = { ...many, postgres: load(100, 400), optimised: load(130, 300) };
  expect(verdictOf(queries, faster, true)).toMatchObject({
    many: { atFirst: true, afterwards: true },
    writes: true,
  });
});

it('judges nothing where nothing was answered the same', () => {
  const only = result([query('devicesOnline', 1, 2, { same: false, differs: 'other' })]);
  expect(only.verdict).toMatchObject({
    round: null,
    mix: null,
    ratio: null,
    atFirst: null,
    afterwards: null,
  });
  const html = page(only);
  expect(html).toContain('there is nothing to compare');
  expect(html).not.toContain('In this hour');
});

it('finds powers of ten around any times', () => {
  expect(powersAround([0.02, 3])).toEqual([0.01, 0.1, 1, 10]);
  expect(powersAround([1])).toEqual([0.1, 1]);
  expect(powersAround([undefined, 0])).toEqual([0.1, 1]);
});

import type { benchmark as reference } from '../pt-BR/benchmark.ts';

/** Texts of the comparison of times. */
export const benchmark: typeof reference = {
  heading: 'Response times',
  title: 'Times in milliseconds (half of the runs / 95%), one client, {{server}}:',
  columns: {
    query: 'Query',
    rows: 'Rows',
    sqlite: 'SQLite',
    postgres: 'PostgreSQL',
    optimised: 'Optimised',
    cold: '1st time',
  },
  queries: {
    devicesOnline: 'Guide: devices online',
    activeChannels: 'Guide: active channels per board',
    telemetryMeans: 'Guide: means of the last hour',
    eventsOfDay: 'Guide: events of the day',
    deviceList: 'Devices, boards and channels',
    latestValues: 'Latest value of each key',
    deviceHour: 'An hour of one device',
    deviceMonth: 'A month of one device',
    eventsPage: 'Page of events',
    eventSearch: 'Text search in events',
  },
  differs: {
    exceptions: 'differs by values that are among the exceptions: does not count',
    other: 'the answers differ: does not count',
  },
  chart: 'Time by query in milliseconds; the figures are in the table',
  chartScale: 'ms, logarithmic scale; bar: median, line: up to 95%; less is better',
  tried: 'Optimisations measured',
  left: 'Not asked: {{name}} ({{reason}})',
  many: '{{clients, number}} clients and a writer, queries/s (writes/s): SQLite {{sqlite, number}} ({{sqliteWrites, number}}), PostgreSQL {{postgres, number}} ({{postgresWrites, number}})',
  proposed: 'May help (apply and measure: --apply):',
  kept: 'kept: {{percent, number}}% of the time before',
  dropped: 'taken back: {{percent, number}}% of the time before',
  noGain: 'no gain: {{percent, number}}% of the time before',
  refused: 'the server refused: {{reason}}',
  appliedBefore: 'Applied by an earlier benchmark, and in PostgreSQL’s times above: {{names}}',
  proposals: {
    vacuumTelemetry: 'Clean up and count telemetry again',
    vacuumEvents: 'Clean up and count events again',
    statistics: 'Statistics of device with key',
    searchStatistics: 'Statistics of the words in events',
    partitionAggregates: 'Aggregate partition by partition',
    partitionJoins: 'Join partition by partition',
    searchIndex: 'Index of pieces of text in events',
    latestIndex: 'Index for the latest value of each key',
    eventsIndex: 'Index of events by type and time',
    channelsIndex: 'Index of channels by board, with their state',
  },
  verdict: {
    none: 'No query was answered the same by both sides, so there is nothing to compare. Where the new database is in use already, it has other data by now.',
    ratio: 'PostgreSQL takes {{percent, number}}% of the time of SQLite (geometric mean).',
    optimised: 'After optimising: {{percent, number}}%.',
    atFirst: {
      yes: 'The guide’s criterion “under 5% slower at first”: met.',
      no: 'The guide’s criterion “under 5% slower at first”: not met.',
    },
    afterwards: {
      yes: 'The guide’s criterion “over 20% faster afterwards”: met.',
      no: 'The guide’s criterion “over 20% faster afterwards”: not met.',
    },
    small:
      'The file is small and lies in memory whole: for a single client on the same machine SQLite has no way to a server to go and is simply faster. What PostgreSQL gains is in several clients, in writing at the same time, and in large tables.',
  },
};

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
    round_one: 'The one question, once: SQLite {{sqlite, number}} ms, PostgreSQL {{postgres, number}} ms.',
    round:
      'All {{count, number}} questions, once each: SQLite {{sqlite, number}} ms, PostgreSQL {{postgres, number}} ms.',
    roundOptimised_one:
      'The one question, once: SQLite {{sqlite, number}} ms, PostgreSQL {{postgres, number}} ms, optimised {{optimised, number}} ms.',
    roundOptimised:
      'All {{count, number}} questions, once each: SQLite {{sqlite, number}} ms, PostgreSQL {{postgres, number}} ms, optimised {{optimised, number}} ms.',
    mix_one: 'An hour of use, one question: SQLite {{sqlite, number}} s, PostgreSQL {{postgres, number}} s.',
    mix: 'An hour of use, {{count, number}} questions (lists every few seconds, the latest values on each screen, reports now and then): SQLite {{sqlite, number}} s, PostgreSQL {{postgres, number}} s.',
    mixOptimised_one:
      'An hour of use, one question: SQLite {{sqlite, number}} s, PostgreSQL {{postgres, number}} s, optimised {{optimised, number}} s.',
    mixOptimised:
      'An hour of use, {{count, number}} questions (lists every few seconds, the latest values on each screen, reports now and then): SQLite {{sqlite, number}} s, PostgreSQL {{postgres, number}} s, optimised {{optimised, number}} s.',
    atFirst: {
      yes: 'In this hour, the guide’s criterion “under 5% slower at first”: met.',
      no: 'In this hour, the guide’s criterion “under 5% slower at first”: not met.',
    },
    afterwards: {
      yes: 'In this hour, the guide’s criterion “over 20% faster afterwards”: met.',
      no: 'In this hour, the guide’s criterion “over 20% faster afterwards”: not met.',
    },
    heaviest: {
      trip: 'What weighs most is “{{name}}”: {{percent, number}}% of PostgreSQL’s time, {{postgres, number}} ms each. The way to the server and back alone takes {{trip, number}} ms. SQLite has no such way.',
      work: 'What weighs most is “{{name}}”: {{percent, number}}% of PostgreSQL’s time, {{postgres, number}} ms each. The way to the server and back takes {{trip, number}} ms of it.',
    },
    many_one:
      'One client beside one that writes, questions a second: SQLite {{sqlite, number}}, PostgreSQL {{postgres, number}}.',
    many: '{{count, number}} clients at once beside one that writes, questions a second: SQLite {{sqlite, number}}, PostgreSQL {{postgres, number}}.',
    manyOptimised_one:
      'One client beside one that writes, questions a second: SQLite {{sqlite, number}}, PostgreSQL {{postgres, number}}, optimised {{optimised, number}}.',
    manyOptimised:
      '{{count, number}} clients at once beside one that writes, questions a second: SQLite {{sqlite, number}}, PostgreSQL {{postgres, number}}, optimised {{optimised, number}}.',
    manyAtFirst: {
      yes: 'With several clients, the criterion “under 5% slower at first”: met.',
      no: 'With several clients, the criterion “under 5% slower at first”: not met.',
    },
    manyAfterwards: {
      yes: 'With several clients, the criterion “over 20% faster afterwards”: met.',
      no: 'With several clients, the criterion “over 20% faster afterwards”: not met.',
    },
    writes: 'Rows written a second meanwhile: SQLite {{sqlite, number}}, PostgreSQL {{postgres, number}}.',
    writesOptimised:
      'Rows written a second meanwhile: SQLite {{sqlite, number}}, PostgreSQL {{postgres, number}}, optimised {{optimised, number}}.',
    writer: {
      yes: 'Whoever writes is not held up by those who read.',
      no: 'Whoever writes is held up by those who read: fewer rows a second than SQLite takes.',
    },
  },
};

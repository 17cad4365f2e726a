import type { SourceUse } from '../../../shared/contract.ts';

/** One line of the check list, in the words of `cutover.checks`. */
export interface Check {
  status: 'ok' | 'warning' | 'unknown';
  key: string;
  list: string[];
}

/** The check list: what the program sees, then what only a person can know. */
export function checksOf({ writers, services, cron }: SourceUse): Check[] {
  const found = (names: string[] | null, some: string, none: string, unknown: string): Check => {
    if (names === null) return { status: 'unknown', key: unknown, list: [] };
    if (names.length === 0) return { status: 'ok', key: none, list: [] };
    return { status: 'warning', key: some, list: names };
  };
  return [
    found(writers, 'writers', 'noWriters', 'writersUnknown'),
    found(services, 'services', 'noServices', 'servicesUnknown'),
    {
      status: cron === null ? 'unknown' : cron ? 'warning' : 'ok',
      key: cron ? 'cron' : 'noCron',
      list: [],
    },
    { status: 'unknown', key: 'drivers', list: [] },
    { status: 'unknown', key: 'redeploy', list: [] },
  ];
}

/** Who still uses the source, as far as can be seen. */
export function usersOf({ writers, services }: SourceUse): string[] {
  return [...(writers ?? []), ...(services ?? [])];
}

import type { CutoverView, HandCheck, SourceUse } from '../../../shared/contract.ts';

/** One line of the check list, in the words of `cutover.checks`. */
export interface Check {
  status: 'ok' | 'warning' | 'unknown';
  key: string;
  list: string[];
  /** What a person ticks off; null for what the program sees. */
  hand: HandCheck | null;
}

/** The check list: what the program sees, then what only a person can know. */
export function checksOf({ writers, services, cron }: SourceUse): Check[] {
  const byHand = (hand: HandCheck, key: string = hand): Check => ({ status: 'unknown', key, list: [], hand });
  const found = (names: string[] | null, some: string, none: string, unknown: HandCheck): Check => {
    if (names === null) return byHand(unknown);
    if (names.length === 0) return { status: 'ok', key: none, list: [], hand: null };
    return { status: 'warning', key: some, list: names, hand: null };
  };
  const restarts = (there: boolean): Check => ({
    status: there ? 'warning' : 'ok',
    key: there ? 'cron' : 'noCron',
    list: [],
    hand: null,
  });
  return [
    found(writers, 'writers', 'noWriters', 'writersUnknown'),
    found(services, 'services', 'noServices', 'servicesUnknown'),
    cron === null ? byHand('cronUnknown') : restarts(cron),
    byHand('drivers'),
    byHand('redeploy'),
  ];
}

/** What nobody has ticked off yet. */
export function unticked({ use, ticks }: Pick<CutoverView, 'use' | 'ticks'>): Check[] {
  return checksOf(use).filter(({ hand }) => hand !== null && ticks[hand] === undefined);
}

/** Who still uses the source, as far as can be seen. */
export function usersOf({ writers, services }: SourceUse): string[] {
  return [...(writers ?? []), ...(services ?? [])];
}

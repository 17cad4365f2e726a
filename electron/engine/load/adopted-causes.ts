/** What the ledger says of rows that stay out of an application's tables as a whole. */
interface Cause {
  code: string;
  reason: string;
}

/** A foreign key of the application would refuse it. */
export const orphan: Cause = {
  code: 'adopt.orphan',
  reason: 'the row that it refers to is not in the target',
};

/** A row that stays has its key. */
export const keyTaken: Cause = {
  code: 'adopt.keyTaken',
  reason: 'a row of the application has its key',
};

/** Its table has no place in the target. */
export function asideCause(use: 'setAside' | 'bookkeeping'): Cause {
  return use === 'bookkeeping'
    ? { code: 'adopt.bookkeeping', reason: "the application's own record of its migrations stays" }
    : { code: 'adopt.noTable', reason: 'the target has no table for it' };
}

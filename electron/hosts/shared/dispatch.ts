import { z } from 'zod';
import {
  type CallName,
  type CallParsed,
  type CallValue,
  calls,
  type Result,
} from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import { errorData, type Translate } from '../../../shared/messages/index.ts';

/** What answers each call of the contract. Input has been checked; failures are thrown. */
export type Handlers = {
  [N in CallName]: (input: CallParsed<N>) => Promise<CallValue<N>> | CallValue<N>;
};

export type Dispatch = (name: unknown, input: unknown) => Promise<Result<unknown>>;

/**
 * The one way in: whatever comes is checked against the contract before a handler sees it, and whatever goes wrong
 * comes back as data. Never rejects.
 * @param unexpected is told of failures that are bugs.
 */
export function dispatcher(
  handlers: Handlers,
  t: () => Translate,
  unexpected: (error: unknown, name: string) => void,
): Dispatch {
  return async (name, input) => {
    try {
      const known = callName(name);
      const parsed = calls[known].input.safeParse(input);
      if (!parsed.success) {
        throw new AppError('host.badInput', { reason: `${known}: ${z.prettifyError(parsed.error)}` });
      }
      // The schema of this name made this input.
      const handler = handlers[known] as (input: unknown) => unknown;
      return { ok: true, value: await handler(parsed.data) };
    } catch (error) {
      if (!(error instanceof AppError)) unexpected(error, String(name));
      return { ok: false, error: errorData(error, t(), 'wizard') };
    }
  };
}

function callName(name: unknown): CallName {
  // Own properties only: `constructor` and its like are no calls.
  if (typeof name === 'string' && Object.hasOwn(calls, name)) return name as CallName;
  throw new AppError('host.badInput', { reason: `no such call: ${String(name).slice(0, 60)}` });
}

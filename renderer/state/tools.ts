import type { CallInput, CallName, CallValue, SaveInput } from '../../shared/contract.ts';
import type { ErrorData } from '../../shared/errors.ts';
import type { Client } from '../client/client.ts';
import type { Slot, Wizard } from './wizard.ts';

/** What every part of the store works with. */
export interface Tools {
  client: Client;
  get(): Wizard;
  set(partial: Partial<Wizard>): void;
  /** The value of a call; throws what the host answered instead. */
  ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallValue<N>>;
  /** Has a document written and gives it to who asked: where it is, or its name; null where they changed their mind. */
  save(what: SaveInput): Promise<string | null>;
  /** Marks the place as busy while `work` runs and keeps its error there. True when it worked. */
  attempt(slot: Slot, work: () => Promise<void>): Promise<boolean>;
  /**
   * A piece of what a page shows, asked for as it comes into sight: null where it cannot be had, whose error the place
   * keeps until one can. Nothing is busy meanwhile, so nothing is drawn anew for it but the piece.
   */
  piece<T>(slot: Slot, question: () => Promise<T>): Promise<T | null>;
}

/** The run that is open, and what was typed for its server. */
export function runOf({ run, serverPassword }: Pick<Wizard, 'run' | 'serverPassword'>): {
  run: string;
  password: string | null;
} {
  if (!run) throw new Error('no run is open');
  return { run: run.state.id, password: serverPassword === '' ? null : serverPassword };
}

/** An error that a host answered, on its way to `attempt`. */
class Refusal extends Error {
  readonly data: ErrorData;

  constructor(data: ErrorData) {
    super(data.message);
    this.data = data;
  }
}

export function createTools(client: Client, get: Tools['get'], set: Tools['set']): Tools {
  /** How much is at work in each place: it is busy until the last of it has ended. */
  const working = new Map<Slot, number>();
  function mark(slot: Slot, more: 1 | -1): Wizard['busy'] {
    const count = (working.get(slot) ?? 0) + more;
    working.set(slot, count);
    return { ...get().busy, [slot]: count > 0 };
  }

  async function ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallValue<N>> {
    const result = await client.call(name, input);
    if (!result.ok) throw new Refusal(result.error);
    return result.value;
  }

  return {
    client,
    get,
    set,
    ask,
    async save(what) {
      const saved = await ask('exports.save', what);
      if (!saved) return null;
      await client.deliver(saved);
      return saved.kind === 'file' ? saved.path : saved.name;
    },
    async attempt(slot, work) {
      set({ busy: mark(slot, 1), problems: { ...get().problems, [slot]: null } });
      try {
        await work();
        return true;
      } catch (error) {
        set({ problems: { ...get().problems, [slot]: problemOf(error) } });
        return false;
      } finally {
        set({ busy: mark(slot, -1) });
      }
    },
    async piece(slot, question) {
      try {
        const answer = await question();
        if (get().problems[slot]) set({ problems: { ...get().problems, [slot]: null } });
        return answer;
      } catch (error) {
        set({ problems: { ...get().problems, [slot]: problemOf(error) } });
        return null;
      }
    },
  };
}

/** A failure on this side of the contract (the network, a defect) has no code of the host's. */
function problemOf(error: unknown): ErrorData {
  if (error instanceof Refusal) return error.data;
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: reason, hint: '', details: { reason } };
}

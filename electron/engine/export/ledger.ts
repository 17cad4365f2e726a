import type { ExceptionRecord, ExceptionSummary } from '../../../shared/model/index.ts';
import { fieldValue } from '../convert/copytext.ts';

/** The exceptions of an export as the run keeps them: each record for its file, and all of them by place and cause. */
export class Ledger {
  readonly #write: (line: string) => Promise<void>;
  readonly #causes = new Map<string, ExceptionSummary>();

  /** @param write takes the lines of `exceptions.ndjson` */
  constructor(write: (line: string) => Promise<void>) {
    this.#write = write;
  }

  /** Takes a COPY line of the ledger. Returns its record, as the target will have it. */
  async add(line: string): Promise<string> {
    const [, table, column, action, code, reason, , record] = line.split('\t').map(fieldValue);
    this.#count({
      table: table ?? '',
      column: column ?? null,
      action: action as ExceptionRecord['action'],
      code: code ?? '',
      reason: reason ?? '',
    });
    await this.#write(`${record}\n`);
    return record ?? '';
  }

  #count(cause: Omit<ExceptionSummary, 'count'>): void {
    const { table, column, action, code, reason } = cause;
    const key = JSON.stringify([table, column, action, code]);
    const known = this.#causes.get(key) ?? { ...cause, count: 0 };
    known.count++;
    if (reason < known.reason) known.reason = reason;
    this.#causes.set(key, known);
  }

  /** Exceptions by table and cause, as the certificate lists them. */
  get summary(): ExceptionSummary[] {
    const order = ({ table, column, action, code }: ExceptionSummary) =>
      [table, column ?? '', action, code].join('\0');
    return [...this.#causes.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }
}

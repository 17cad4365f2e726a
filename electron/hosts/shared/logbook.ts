import type { LogLine } from '../../../shared/contract.ts';

const kept = 2000;
const levels = new Set(['debug', 'info', 'warn', 'error']);

/** The newest lines of the engine's log, numbered. */
export class Logbook {
  #lines: LogLine[] = [];
  #fresh: LogLine[] = [];
  #seq = 0;

  /** Takes a line as the log has it: JSON without secrets. */
  add(line: string): void {
    const { time, level, msg, pid: _pid, ...details } = JSON.parse(line) as Record<string, unknown>;
    const entry: LogLine = {
      seq: ++this.#seq,
      time: String(time),
      level: (levels.has(String(level)) ? level : 'info') as LogLine['level'],
      message: String(msg ?? ''),
      details: Object.keys(details).length === 0 ? '' : JSON.stringify(details),
    };
    this.#lines.push(entry);
    if (this.#lines.length > kept * 2) this.#lines = this.#lines.slice(-kept);
    this.#fresh.push(entry);
  }

  /** Lines since the last call: what the next event tells. */
  takeFresh(): LogLine[] {
    const fresh = this.#fresh.slice(-kept);
    this.#fresh = [];
    return fresh;
  }

  tail(limit: number): LogLine[] {
    return this.#lines.slice(-limit);
  }
}

/** Messages that a server may send (protocol 3.0), by their first byte. */
const known = codes('123cdnstACDEGHIKNRSTWZ');
/** Those that may be longer than 30,000 bytes, as libpq has it (fe-protocol3.c, VALID_LONG_MESSAGE_TYPE). */
const long = codes('TDdENA');
/** Those that come while the server sends the rows of a COPY. */
const whileCopying = codes('dcENSA');
/** Those that end a statement, or a step of one: an answer, behind which the server is ready again. */
const answers = codes('CEIs123n');
/** Those that end in a zero byte behind the last of their fields, each of which ends in one. */
const fieldLists = codes('EN');

const headBytes = 5;
const longest = 30_000;
const [ready, copyOut, copyDone, failed] = [...codes('ZHcE')] as [number, number, number, number];

function codes(letters: string): ReadonlySet<number> {
  return new Set(Buffer.from(letters, 'latin1'));
}

/**
 * Follows the frames of the messages that a server sends, before anybody takes them apart: the driver's own readers
 * trust what they get, and some of them never come back from a message that is cut short.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export class Frames {
  readonly #head = Buffer.alloc(headBytes);
  #headLength = 0;
  /** Bytes of the current message that are still to come. */
  #left = 0;
  #bodyLength = 0;
  /** The last two bytes of the body so far. */
  #tail = 0xffff;
  /** The server has been ready for the first statement. */
  #started = false;
  #answered = true;
  #copying = false;

  /**
   * Takes the next bytes.
   * @returns how many of them are sound, and what is wrong with the message behind them; null when nothing is.
   */
  take(chunk: Buffer): { sound: number; problem: string | null } {
    let at = 0;
    let sound = 0;
    while (at < chunk.length) {
      if (this.#headLength < headBytes) {
        const taken = chunk.copy(this.#head, this.#headLength, at, at + headBytes - this.#headLength);
        this.#headLength += taken;
        at += taken;
        if (this.#headLength < headBytes) break;
        const problem = this.#begin();
        if (problem !== null) return { sound, problem };
      }
      const body = Math.min(this.#left, chunk.length - at);
      this.#keepTail(chunk, at, body);
      at += body;
      this.#left -= body;
      if (this.#left > 0) break;
      const problem = this.#end();
      if (problem !== null) return { sound, problem };
      sound = at;
    }
    return { sound: chunk.length, problem: null };
  }

  /** A message begins: its head is there. */
  #begin(): string | null {
    const code = this.#head[0] as number;
    const length = this.#head.readUInt32BE(1);
    this.#bodyLength = length - 4;
    this.#left = this.#bodyLength;
    this.#tail = 0xffff;
    if (!known.has(code)) return `unknown message 0x${code.toString(16).padStart(2, '0')}`;
    const may = this.#started && long.has(code) ? 0x7fffffff : longest;
    if (length < 4 || length > may) return `message ${name(code)} of ${length} bytes`;
    if (this.#copying && !whileCopying.has(code)) return `message ${name(code)} inside of COPY data`;
    if (code === ready && !this.#answered) return `message ${name(code)} without an answer`;
    return null;
  }

  /** The message is complete. */
  #end(): string | null {
    const code = this.#head[0] as number;
    this.#headLength = 0;
    const closed = this.#bodyLength === 1 ? (this.#tail & 0xff) === 0 : this.#tail === 0;
    if (fieldLists.has(code) && !closed) return `message ${name(code)} without an end`;
    if (answers.has(code)) this.#answered = true;
    if (code === ready) {
      this.#started = true;
      this.#answered = false;
    }
    if (code === copyOut) this.#copying = true;
    if (code === copyDone || code === failed) this.#copying = false;
    return null;
  }

  #keepTail(chunk: Buffer, at: number, length: number): void {
    for (let i = at + Math.max(0, length - 2); i < at + length; i++) {
      this.#tail = ((this.#tail << 8) | (chunk[i] as number)) & 0xffff;
    }
  }
}

function name(code: number): string {
  return `'${String.fromCharCode(code)}'`;
}

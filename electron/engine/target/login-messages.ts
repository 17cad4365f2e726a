/** What came of the bytes that a server sent so far. */
export interface LoginMessages {
  /** Complete messages, which can be read. */
  whole: Buffer;
  /** The beginning of another. */
  rest: Buffer;
  /** The login is over: the server is ready for statements. */
  ready: boolean;
  /** Why what follows must not be read. */
  problem: string | null;
}

/** Bytes of the longest message before the login is over; libpq takes 30,000. */
const longest = 64 * 1024;

/**
 * Takes messages apart until the login is over. pg's reader looks for the end of a text without minding the end of the
 * message, for ever where there is none, so that anybody on the way could stop this process: what it would not get
 * through is a problem here. https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export function loginMessages(buffer: Buffer): LoginMessages {
  let at = 0;
  const until = (problem: string | null, ready = false): LoginMessages => ({
    whole: buffer.subarray(0, ready ? buffer.length : at),
    rest: buffer.subarray(ready ? buffer.length : at),
    ready,
    problem,
  });
  while (buffer.length - at >= 5) {
    const type = String.fromCharCode(buffer[at] ?? 0);
    const length = buffer.readInt32BE(at + 1);
    if (!known.has(type) || length < 4 || length > longest) return until('no message of PostgreSQL');
    if (buffer.length - at < length + 1) break;
    if (!isComplete(type, buffer.subarray(at + 5, at + 1 + length)))
      return until(`a message "${type}" is cut short`);
    at += length + 1;
    if (type === 'Z') return until(null, true);
  }
  return until(null);
}

/** Login, error, notice, parameter, key, ready, other version of the protocol. */
const known: ReadonlySet<string> = new Set(['R', 'E', 'N', 'S', 'K', 'Z', 'v']);

function isComplete(type: string, body: Buffer): boolean {
  switch (type) {
    case 'R':
      return body.length >= 4 && (body.readInt32BE(0) !== 10 || endsList(body.subarray(4)));
    case 'E':
    case 'N':
      return endsList(body);
    case 'S':
      return body.at(-1) === 0 && body.indexOf(0) < body.length - 1;
    case 'K':
      return body.length >= 8;
    case 'Z':
      return body.length === 1;
    default:
      return true;
  }
}

/** Texts that end with a zero each, and one more zero. */
function endsList(body: Buffer): boolean {
  return body.at(-1) === 0 && (body.length === 1 || body.at(-2) === 0);
}

declare module 'pgpass/lib/helper.js' {
  import type { ReadStream, Stats } from 'node:fs';

  const helper: {
    /** False (with a warning on stderr) when others may read the file. */
    usePgPass(stats: Stats, file: string): boolean;
    getPassword(
      connection: { host: string; port: number; database: string; user: string },
      stream: ReadStream,
      done: (password: string | undefined) => void,
    ): void;
  };
  export default helper;
}

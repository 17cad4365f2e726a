import type { Bridge, Saved } from '../../shared/contract.ts';

/** How the page stands with its host. `denied`: the session is over; only a fresh link helps. */
export type Connection = 'opening' | 'live' | 'lost' | 'denied';

/** The bridge, and what a browser needs besides. The store takes one; nothing else knows how the host is reached. */
export interface Client extends Bridge {
  /** Tells every change of the connection. Returns what ends the listening. */
  onConnection(listener: (state: Connection) => void): () => void;
  /** Hands a saved document over: nothing to do for a file, a download in a browser. */
  deliver(saved: Saved): Promise<void>;
  /** In a browser: opens a saved page with the dialog to print it, or to save it as PDF. */
  print(saved: Saved): Promise<void>;
}

import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../../../shared/errors.ts';
import type { Serving } from '../../web/serve.ts';
import { type Opening, openBrowser, openWindow } from '../../web/window.ts';

/** Milliseconds that a page may take to come: what starts a browser says that all went well, and may be wrong. */
const usualPatience = 300_000;

/** Where a browser finds the wizard's link, and what belongs to it. */
export interface Place {
  workspace: string;
  env: NodeJS.ProcessEnv;
  home: string;
}

/** What leads to a link, as long as it does. */
export class Ways {
  readonly #open = new Set<Opening>();

  add(opening: Opening): Opening {
    this.#open.add(opening);
    return opening;
  }

  /** Takes all of it away. */
  async remove(): Promise<void> {
    const all = [...this.#open];
    this.#open.clear();
    await Promise.all(all.map((opening) => opening.remove()));
  }
}

/** Shows a link in the user's browser, and says so where that does not work. */
export async function showBrowser(link: string, home: string, ways: Ways, failed: () => void): Promise<void> {
  try {
    const opening = ways.add(await openBrowser(link, home));
    void opening.failed.then(failed);
  } catch {
    failed();
  }
}

/** The wizard in a window of its own, or where no browser can do that, in the user's browser. */
export class WizardWindow {
  readonly #link: () => string;
  readonly #place: Place;
  readonly #ways: Ways;
  readonly #patience: number;

  /** @param link the one that was not used yet. */
  constructor(link: () => string, place: Place, ways: Ways, patience = usualPatience) {
    this.#patience = patience;
    this.#link = link;
    this.#place = place;
    this.#ways = ways;
  }

  /**
   * Pending for as long as all goes well.
   * @param opened settles when the page is there: what a browser says after that is no failure.
   * @throws AppError host.noBrowser {reason}
   */
  async open(opened: Promise<void>): Promise<never> {
    const { workspace, env, home } = this.#place;
    const never = new Promise<never>(() => {});
    const open = opened.then(() => null);
    // Each has its own time: a browser may end well and show nothing.
    const late = () => delay(this.#patience, `${this.#patience / 60_000} min`, { ref: false });
    const own = await openWindow(this.#link(), workspace, env, home);
    if (own) {
      this.#ways.add(own);
      if ((await Promise.race([own.failed, open, late()])) === null) return never;
      await own.remove();
    }
    const usual = this.#ways.add(await openBrowser(this.#link(), home));
    const reason = await Promise.race([usual.failed, open, late()]);
    if (reason === null) return never;
    throw new AppError('host.noBrowser', { reason });
  }

  /** One more page of a wizard that runs, which is in use until that page had its time to come. */
  async openAgain(serving: Pick<Serving, 'expectPage'>): Promise<void> {
    const page = serving.expectPage(this.#patience);
    await Promise.race([page, this.open(page)]);
  }
}

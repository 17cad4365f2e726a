import type { Translate } from '../../../../shared/messages/index.ts';
import type { GlobalOptions } from '../options.ts';
import { tell } from '../output.ts';
import { barView } from './bar.ts';
import { plainView } from './plain.ts';
import type { ProgressView } from './shape.ts';

/** The view for `--progress`; `auto` draws a bar where stderr is a terminal. */
export function progressView(mode: GlobalOptions['progress'], t: Translate): ProgressView {
  switch (mode) {
    case 'auto':
      return process.stderr.isTTY ? barView(process.stderr, t) : plainView(tell, t);
    case 'plain':
      return plainView(tell, t);
    case 'json':
      return { show: (progress) => tell(JSON.stringify(progress)), stop: () => undefined };
    case 'none':
      return { show: () => undefined, stop: () => undefined };
  }
}

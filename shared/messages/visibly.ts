import { visible } from '../visible.ts';
import type { Translate } from './index.ts';

/** A translator whose texts keep their own line breaks, and make visible what is put into them. */
export function visibly(t: Translate): Translate {
  const translate = (key: string, values: Record<string, unknown> = {}): string =>
    t(
      key,
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === 'string' ? visible(value) : value,
        ]),
      ),
    );
  return translate as unknown as Translate;
}

import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../renderer/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, root), 'utf8');

/** Of words that stand there as they are; what is put together of others is looked at in pictures. */
it('every class that an element has says how it looks', () => {
  const styles = read('styles.css');
  const used = globSync('**/*.tsx', { cwd: root }).flatMap((name) =>
    [...read(name).matchAll(/className="([^"]+)"/g)].flatMap(([, names = '']) =>
      names.split(/\s+/).map((each) => `${name}: ${each}`),
    ),
  );
  expect(used.length).toBeGreaterThan(100);
  const isStyled = (each: string) => new RegExp(`\\.${each.split(': ')[1]}(?![\\w-])`).test(styles);
  expect(used.filter((each) => !isStyled(each))).toEqual([]);
});

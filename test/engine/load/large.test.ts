import { randomBytes } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { expectIdentical } from '../../helpers/cases.ts';
import { migrated } from '../../helpers/hazard.ts';

it('values of megabytes cross as bytes, beside short ones, empty ones and none', async () => {
  const large = (bytes: number) => randomBytes(bytes);
  // Longer than what is turned into digits at once, by one byte and by one less.
  const blobs = [large(2 ** 21), large(2 ** 21 + 1), large(2 ** 21 - 1), Buffer.alloc(0), null];
  const text = `${'é\t\\N\n\r'.repeat(200_000)}!`;
  const h = await migrated((db) => {
    db.exec(
      `create table kept (id integer primary key, before text, content blob, n integer, note text, again blob)`,
    );
    const insert = db.prepare('insert into kept (before, content, n, note, again) values (?, ?, ?, ?, ?)');
    for (const [i, blob] of blobs.entries())
      insert.run(`\\x${i}`, blob, i, i === 1 ? text : null, blobs.at(-1 - i));
  });
  onTestFinished(h.close);
  expectIdentical(h);
  const hex = (list: (Buffer | null)[]) => list.map((blob) => blob && `\\x${blob.toString('hex')}`);
  const rows = await h.rows('select content, again, note from kept order by id');
  expect(rows.map(([content]) => content)).toEqual(hex(blobs));
  expect(rows.map(([, again]) => again)).toEqual(hex(blobs.toReversed()));
  expect(rows[1]?.[2] === text).toBe(true);
});

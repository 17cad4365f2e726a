import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import { findingMessage, languages, translator } from '../../../shared/messages/index.ts';
import type { Plan } from '../../../shared/model/index.ts';
import { quiet } from '../../helpers/migrated.ts';
import { adoptScene } from './scene.ts';

it('shows to the letter what a decision would change of a table', async () => {
  const scene = await adoptScene(
    `create table "O'x" (id integer primary key, nome text, preco real, extra text, n integer);
     insert into "O'x" values (1, 'comprido demais', 0.125, 'e', null), (3000000000, 'b', 1, null, 2);`,
    `create table "O'x" (id serial primary key, nome varchar(5), preco numeric(8, 2), n int not null,
       só_lá text not null);`,
  );
  const { workspace, source, url } = scene;
  const audit = await operations.audit(
    {
      ...{ workspace, source, profile: 'compatible', report: null, language: 'en' },
      adopt: { target: url, env: {}, schema: 'public' },
    },
    quiet,
  );
  const { findings } = audit;
  const set = [
    ...["integer.range:O'x.id=widen", "text.tooLongFor:O'x.nome=widen", "numeric.scale:O'x.preco=widen"],
    ...["adopt.noColumn:O'x.extra=add", "adopt.notNull:O'x.n=nullable", "adopt.noSource:O'x.só_lá=nullable"],
  ];
  const decided = findings.filter((f) => set.some((one) => one.startsWith(`${f.id}=`)));
  expect(decided).toHaveLength(set.length);
  const { state } = await scene.migrate({ set });
  expect(state.validation?.status).toBe('identical');
  const plan: Plan = JSON.parse(readFileSync(join(workspace, 'runs', state.id, 'plan.json'), 'utf8'));
  const alters = plan.tables.flatMap((t) => t.adopted?.alters.map(({ sql }) => sql) ?? []);
  expect(alters.length).toBe(set.length + 1);
  for (const language of languages) {
    const said = decided.map((finding) => findingMessage(finding, translator(language))).join('\n');
    for (const sql of alters) expect(said).toContain(sql);
  }
});

import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { revisionOf } from '../../../electron/engine/kit/alembic.ts';
import { usualApplication } from '../../../electron/engine/kit/checkout/look.ts';
import { page } from '../../../electron/engine/kit/page.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { garagePlan } from '../../helpers/plan.ts';
import { commandsOf } from '../../helpers/project.ts';
import { run } from '../../helpers/python.ts';

const plan = garagePlan();

it('puts the password into the .env files that are there, and makes none', async () => {
  const folder = tempFolder();
  const [kit, application] = [join(folder, 'kit'), join(folder, 'a')];
  mkdirSync(kit);
  mkdirSync(join(application, 'gateway'), { recursive: true });
  writeFileSync(join(kit, '.env'), 'DB_USER=u\nDB_PASSWORD=s\nOWNER_PASSWORD=o\n');
  writeFileSync(join(application, 'gateway/.env'), 'A=1', { mode: 0o600 });
  const blocks = commandsOf(page(plan, null, usualApplication(plan, [])));
  const block = blocks.find((text) => text.includes('DB_USER=')) ?? '';
  const env = { KIT: kit, AUTOCORE: application };
  for (let time = 0; time < 2; time++) await run('bash', ['-euc', `umask 022\n${block}`], { env });
  expect(existsSync(join(application, '.env'))).toBe(false);
  expect(readFileSync(join(application, 'gateway/.env'), 'utf8')).toBe('A=1\nDB_USER=u\nDB_PASSWORD=s\n');
  expect(statSync(join(application, 'gateway/.env')).mode & 0o777).toBe(0o600);
});

it('says where the source stands when that is not where the project does', () => {
  const usual = usualApplication(plan, []);
  const history = { folder: 'database/alembic', revisions: [] };
  const text = (join: Partial<typeof usual.join>, versions: string[] | null = ['a1']) =>
    page(plan, null, { ...usual, history, versions, join: { ...usual.join, down: ['a1'], ...join } });
  expect(text({})).toContain(`alembic stamp ${revisionOf(plan)}\n`);
  expect(text({})).not.toMatch(/\*\*(A|O|Bif)/);
  expect(text({}, null)).toContain('**O plano não diz**');
  expect(text({}, [])).toContain('**A origem não tem versão**');
  expect(text({ unknown: ['x9'] })).toContain('**A origem diz estar em `x9`**');
  expect(text({ unknown: ['x9'] })).toContain(`alembic stamp --purge ${revisionOf(plan)}\n`);
  expect(text({ stamp: ['c2'] })).toContain('**A revisão do kit já está no projeto**');
  expect(text({ stamp: ['c2'] })).toContain('alembic stamp c2\n');
  expect(text({ fork: true })).toContain('alembic upgrade postgresql@head');
  expect(text({ stale: ["a'b.py"] })).toContain(`rm -f "$AUTOCORE"/'a'\\''b.py'\n`);
});

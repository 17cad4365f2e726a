/**
 * A process of its own, for tests that become another user: tries whether .env files could be written, and brought back
 * where they are noted, then does it. Takes JSON as its argument, says JSON.
 */
import { planEnvs, restoreEnv, writeEnv } from '../../electron/engine/cutover/env-files.ts';
import { unrestorableEnvs, unwritableEnvs } from '../../electron/engine/cutover/env-writable.ts';

const { paths, noted } = JSON.parse(process.argv[2] ?? '{}');
const said = {
  unwritable: await unwritableEnvs(paths, 'r1', noted),
  unrestorable: await unrestorableEnvs(noted),
};
const failed = (error: { code: string; params?: unknown }) => ({ code: error.code, params: error.params });
const written = await planEnvs(paths, { DATABASE_TYPE: 'postgresql' }, 'r1', noted)
  .then((changes) => Promise.all(changes.map((each) => writeEnv(each, 'r1'))))
  .then(() => null, failed);
const restored = await Promise.all(noted.map(restoreEnv)).then(() => null, failed);
process.stdout.write(JSON.stringify({ ...said, written, restored }));

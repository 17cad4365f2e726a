import { expect, test } from 'vitest';
import { windowsCall } from '../../../electron/engine/server/pg-ctl.ts';

test('on Windows pg_ctl has a console of its own, which Ctrl-C and a closed window do not reach', () => {
  const program = 'C:\\Users\\João & Cia\\100% AutoCore\\pg_ctl.exe';
  const call = windowsCall(program, ['start', '-w', '-l', 'start.log'], 'pg_ctl-1.log');
  const options = call.options({ PGDATA: 'C:\\data' });
  expect(call.file).toMatch(/^[A-Z]:\\.*\\System32\\cmd\.exe$/);
  // Node hides the console (CREATE_NO_WINDOW) only where no file of ours is inherited.
  expect(options).toMatchObject({ windowsHide: true, stdio: 'ignore', windowsVerbatimArguments: true });
  expect(options.detached).toBeUndefined();
  // No path stands in what the command processor reads.
  expect(call.args.join(' ')).not.toContain('João');
  expect(call.args.at(-1)).toBe('""%AUTOCORE_PG_CTL%" -s start -w -l start.log > pg_ctl-1.log 2>&1"');
  expect(options.env).toEqual({ PGDATA: 'C:\\data', AUTOCORE_PG_CTL: program });
});

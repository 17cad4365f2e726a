import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { consoleProgram } from '../../../electron/start/console.ts';
import { databaseEndings } from '../../../electron/start/words.ts';
import { tempFolder } from '../../helpers/folder.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const include = join(root, 'electron/build/windows/installer.nsh');
const script = readFileSync(include, 'utf8');
const compiler = spawnSync('makensis', ['-VERSION']).status === 0;
if (!compiler) console.log('The installer is not compiled: there is no makensis (Debian: apt install nsis).');

describe("the installer's own part", () => {
  it('calls the console program where it is', () => {
    const { program, words } = consoleProgram('$INSTDIR/resources', 'win32');
    for (const path of [program, ...words]) expect(script).toContain(`"${path.replaceAll('/', '\\')}"`);
    expect(script).toContain('--folder "$INSTDIR\\resources\\bin"');
  });

  it('offers every database file, in both directions, and takes no default over', () => {
    for (const ending of databaseEndings) {
      expect(script).toContain(`!insertmacro openWith "${ending}"`);
      expect(script).toContain(`!insertmacro notOpenWith "${ending}"`);
    }
    expect(script).not.toMatch(/Write\w+ \S+ "Software\\Classes\\\.[^"\\]+" ""/);
    expect(script).not.toMatch(/"Path"/i);
  });

  it.skipIf(!compiler).each([[[]], [['-DBUILD_UNINSTALLER']]])(
    'compiles without a warning %j',
    async (more) => {
      const out = join(tempFolder(), 'part.exe');
      await run('makensis', [
        ...['-INPUTCHARSET', 'UTF8', '-V2', '-WX', `-DINCLUDE=${include}`, `-DOUT=${out}`, ...more],
        join(root, 'test/windows/installer.nsi'),
      ]);
      expect(existsSync(out)).toBe(true);
    },
  );
});

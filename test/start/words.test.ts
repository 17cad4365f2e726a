import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../electron/hosts/cli/program.ts';
import { commandLineOf } from '../../electron/hosts/cli/words.ts';
import { commandNames, givenWords, pathOf, startOf } from '../../electron/start/words.ts';
import { translator } from '../../shared/messages/index.ts';

const isFile = (word: string): boolean => ['oficina', 'runs', '/dados/x'].includes(word);
const command = (...words: string[]) => ({ kind: 'command', words });
const wizard = (...files: string[]) => ({ kind: 'wizard', files });

describe('the words behind the name of the program', () => {
  it.each([
    [[], wizard()],
    [['--no-sandbox', '--inspect=0'], wizard()],
    [['runs', '--json'], command('runs', '--json')],
    [['--lang', 'en', 'runs'], command('--lang', 'en', 'runs')],
    [['--workspace=/a/b', 'runs'], command('--workspace=/a/b', 'runs')],
    [['--version'], command('--version')],
    [
      ['--no-sandbox', 'migrate', '--target', 'postgresql://a/b', '--yes'],
      command('migrate', '--target', 'postgresql://a/b', '--yes'),
    ],
    [['--no-sandbox', '--help'], command('--help')],
    [['nonsense', '--lang', 'en'], command('nonsense', '--lang', 'en')],
    [['autocore.db'], wizard('autocore.db')],
    [['AUTOCORE.SQLite3', 'b.db'], wizard('AUTOCORE.SQLite3', 'b.db')],
    [['C:\\João\\banco'], wizard('C:\\João\\banco')],
    [['--ozone-platform=x11', 'file:///home/x/a%20b.db'], wizard('file:///home/x/a%20b.db')],
    [['oficina'], wizard('oficina')],
    // A command is one even where a file has its name.
    [['runs'], command('runs')],
    [['--no-sandbox', '--', '-x.db'], wizard('-x.db')],
  ])('%j', (words, expected) => {
    expect(startOf(words, isFile)).toEqual(expected);
  });

  it('come after the folder that Electron was started with', () => {
    expect(givenWords(['electron', '--remote-debugging-port=0', '/a/folder'], true)).toEqual([]);
    expect(givenWords(['electron', '.', 'audit', '--source', 'x.db'], true)).toEqual([
      'audit',
      '--source',
      'x.db',
    ]);
    expect(givenWords(['program', 'runs'], false)).toEqual(['runs']);
  });

  it('name the commands that there are', () => {
    const program = buildProgram('1', translator('en'), () => async () => {});
    expect(program.commands.map((each) => each.name()).sort()).toEqual([...commandNames].sort());
  });
});

describe('the command line', () => {
  const typed = (...words: string[]) => commandLineOf(words, (given) => startOf(given, isFile));

  it('is the wizard where a file stands in the place of a command', () => {
    expect(typed('x.db')).toEqual(['serve', '--window', '--source', 'x.db']);
    // Too many arguments, which the command says.
    expect(typed('x.db', 'y.db')).toEqual(['serve', '--window', '--source', 'x.db', 'y.db']);
    expect(typed('x.db', '--lang', 'en')).toEqual(['serve', '--window', '--source', 'x.db', '--lang', 'en']);
  });

  it('is left as it is otherwise', () => {
    expect(commandLineOf(['runs'])).toEqual(['runs']);
    for (const words of [['runs'], ['nonsense'], ['--source', 'x.db'], [], ['--help'], ['-x']])
      expect(typed(...words)).toEqual(words);
    expect(typed('--no-sandbox', 'migrate', '--target', 'postgresql://h/d', '--yes')).toEqual([
      'migrate',
      '--target',
      'postgresql://h/d',
      '--yes',
    ]);
  });
});

describe('a file that is handed over', () => {
  it.skipIf(process.platform === 'win32').each([
    ['x.db', '/work/x.db'],
    ['/a/b.db', '/a/b.db'],
    ['file:///a%20b/S%C3%A3o.db', '/a b/São.db'],
    ['file://computer/a.db', null],
    ['https://example.com/a.db', null],
    ['a:b.db', '/work/a:b.db'],
  ])('%s is %s', (file, expected) => {
    expect(pathOf(file, '/work')).toBe(expected);
  });
});

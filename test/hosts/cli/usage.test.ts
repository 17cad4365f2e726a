import type { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../../electron/hosts/cli/program.ts';
import { commandTyped, usageError } from '../../../electron/hosts/cli/usage.ts';
import { errorData, translator } from '../../../shared/messages/index.ts';
import { cli } from '../../helpers/cli.ts';

/** What the user is told about a command line that cannot be run. */
async function complaint(args: readonly string[]): Promise<string> {
  const t = translator('pt-BR');
  const program = buildProgram('0.0.0', t, () => async () => expect.unreachable('it was run'));
  for (const command of [program, ...program.commands])
    command.configureOutput({ writeErr: () => undefined });
  const error = await program.parseAsync(args, { from: 'user' }).catch((thrown: CommanderError) => thrown);
  return errorData(usageError(error as CommanderError, 'autocore-migrate', t), t).message;
}

describe('usage errors', () => {
  it.each([
    [[], 'falta o comando'],
    [['migrat', '--source', 'x.db'], 'comando desconhecido: migrat (seria migrate?)'],
    [['migrate'], 'falta a opção obrigatória --source <FILE>'],
    [['audit', '--source'], 'falta o valor da opção --source <FILE>'],
    [['audit', '--source', 'x.db', '--jso'], 'opção desconhecida: --jso (seria --json?)'],
    [['audit', '--source', 'x.db', 'y.db'], 'argumentos demais'],
    [['audit', '--source', ' '], 'não pode ser vazio'],
    [['sample', '--rows', '-1', '--out', 'x'], 'deve ser um número inteiro, de 0 a 1.000.000.000'],
    [['sample', '--rows', "1'0", '--out', 'x'], `valor inválido para --rows <N>: "1'0"`],
    [['validate', '--run', 'x', '--level', 'deep'], 'deve ser um destes: counts, segments, rows'],
    [['plan', '--source', 'x', '--out', 'y', '--set', 'no type'], 'tabela.coluna=TIPO'],
    [['certificate', '--run', 'x', '--out', 'y.pdf'], 'deve terminar em .html ou .json'],
    [['migrate', '--source', 'x', '--plan', 'p', '--profile', 'enhanced'], 'não podem ser usadas juntas'],
    [['--lang', 'fr', 'runs'], 'deve ser um destes: pt-BR, en'],
    [['server'], 'falta o comando'],
  ])('%j', async (args, message) => {
    expect(await complaint(args)).toContain(message);
  });

  it.each([
    [['fleet', 'validate', '--oops'], 'fleet'],
    [['--workspace', 'runs', 'audit', '--oops'], 'audit'],
    [['--json', 'audit', '--source', 'plan'], 'audit'],
    [['migrat', '--source', 'fleet'], undefined],
    [[], undefined],
  ])('%j is about %s', (words, name) => {
    const program = buildProgram('0.0.0', translator('en'), () => async () => {});
    expect(commandTyped(program, words)?.name()).toBe(name);
  });

  it('end with code 2 on stderr, and say where to find help', async () => {
    const { code, stdout, stderr } = await cli(['server', 'stat']);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      'Erro: comando desconhecido: stat (seria start?)\n' +
        'Veja as opções com: autocore-migrate server --help\n' +
        '[usage] código X02, explicado com: autocore-migrate guide X02\n',
    );
  });

  it('go to stdout as JSON too when that was asked for', async () => {
    const { code, stdout, stderr } = await cli(['migrate', '--json', '--lang', 'en']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'usage',
        short: 'X02',
        message: 'required option --source <FILE> is missing',
        hint: 'See the options with: autocore-migrate migrate --help',
      },
    });
    expect(stderr).toContain('required option --source <FILE> is missing');
  });
});

describe('help and version', () => {
  it('are on stdout, in the language', async () => {
    const [portuguese, english] = await Promise.all([cli(['--help']), cli(['--help', '--lang=en'])]);
    expect(portuguese.code).toBe(0);
    expect(portuguese.stdout).toMatch(/^Uso: autocore-migrate \[opções\] <comando>/);
    expect(english.stdout).toMatch(/^Usage: autocore-migrate \[options\] <command>/);
    const commands = ['audit', 'plan', 'migrate', 'resume', 'validate', 'rollback', 'certificate', 'runs'];
    for (const command of [...commands, 'fleet', 'server', 'sample']) {
      expect(english.stdout).toMatch(new RegExp(`^ {2}${command} {2,}\\S`, 'm'));
    }
  });

  it('speak no English in Portuguese', async () => {
    const helps = await Promise.all(
      [[], ['migrate'], ['fleet'], ['server'], ['sample']].map((command) => cli([...command, '--help'])),
    );
    for (const { code, stdout } of helps) {
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^Uso: /)]);
      expect(stdout).not.toMatch(/\b(Usage|Options|Commands|default|choices|display|output the|command)\b/);
    }
  });

  it('tells its version', async () => {
    const { code, stdout } = await cli(['--version']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+(-rc\.\d+)?\n$/);
  });
});

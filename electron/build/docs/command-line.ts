import type { Command, Option } from 'commander';
import { type Language, translator } from '../../../shared/messages/index.ts';
import { buildProgram } from '../../hosts/cli/program.ts';
import { programName } from '../../hosts/cli/program-name.ts';
import { type Both, type GeneratedPage, heading, inLanguage, pathOf, table } from './page.ts';

const names: Both = ['linha-de-comando', 'command-line'];

const words = {
  title: ['Linha de comando', 'Command line'],
  intro: [
    'As mesmas palavras em todas as edições: `npx autocore-migrate` em uma cópia do código, `autocore-migrate` no programa instalado e na edição portátil. Com `--json` sai um documento JSON na saída padrão, e mais nada ali; o andamento vai para a saída de erros. [Códigos de saída](codigos-de-saida.md), [ambiente](ambiente.md).',
    'The same words in every edition: `npx autocore-migrate` in a checkout, `autocore-migrate` in the installed program and the portable edition. With `--json` one JSON document comes on standard output, and nothing else there; progress goes to standard error. [Exit codes](exit-codes.md), [environment](environment.md).',
  ],
  all: ['Opções de todos os comandos', 'Options of every command'],
  option: ['opção', 'option'],
  meaning: ['o que faz', 'what it does'],
  values: ['valores', 'values'],
  usual: ['sem ela', 'without it'],
  needed: ['obrigatória', 'required'],
  bare: ['Sem opções além das de todos os comandos.', 'No options but those of every command.'],
} satisfies Record<string, Both>;

/** The page of the command line, from commander's own definitions. */
export function commandLine(language: Language): GeneratedPage {
  const program = buildProgram('', translator(language), () => async () => {});
  const say = (key: keyof typeof words) => inLanguage(language, words[key]);
  const sections = program.commands.flatMap((command) => commandsIn(command)).map((c) => section(c, say));
  const text = [
    heading(language, words.title, names),
    say('intro'),
    `## ${say('all')}`,
    options(program.options, say),
    ...sections,
  ];
  return { path: pathOf(language, names), text: `${text.map((part) => part.trim()).join('\n\n')}\n` };
}

/** A command, or those of a group; a group that does something by itself comes first. */
function commandsIn(command: Command): Command[] {
  const own = command.commands.length === 0 || command.options.length > 0 ? [command] : [];
  return [...own, ...command.commands];
}

function section(command: Command, say: (key: keyof typeof words) => string): string {
  const name = [command.parent?.parent ? command.parent.name() : '', command.name()]
    .filter(Boolean)
    .join(' ');
  const needed = command.options.filter((option) => option.mandatory).map((option) => option.flags);
  const usage = [programName, name, ...needed, '[…]'].join(' ');
  return `## ${name}

${command.description()}

\`\`\`
${usage}
\`\`\`

${command.options.length > 0 ? options(command.options, say) : say('bare')}`;
}

function options(all: readonly Option[], say: (key: keyof typeof words) => string): string {
  const rows = all.map((option) => [
    `\`${option.flags}\``,
    option.description,
    (option.argChoices ?? []).map((value) => `\`${value}\``).join(', '),
    defaultOf(option, say('needed')),
  ]);
  return table([say('option'), say('meaning'), say('values'), say('usual')], rows);
}

function defaultOf({ mandatory, defaultValue }: Option, needed: string): string {
  if (mandatory) return needed;
  return typeof defaultValue === 'string' || typeof defaultValue === 'number' ? `\`${defaultValue}\`` : '';
}

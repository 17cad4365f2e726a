import type { Language } from '../../../shared/messages/index.ts';
import { planFields } from '../../../shared/messages/plan-fields.ts';
import {
  planJsonSchema,
  resolved,
  type SchemaNode,
  schemaAddress,
  schemaFields,
  schemaName,
} from '../../engine/run/plan-json-schema.ts';
import { type Both, type GeneratedPage, heading, inLanguage, pathOf, table } from './page.ts';

const names: Both = ['plano', 'plan'];

const words = {
  title: ['Arquivo do plano', 'Plan file'],
  intro: [
    `O plano diz tudo do destino. \`plan --out plano.json\` o grava, \`migrate --plan\` o segue; entre um e outro pode ser editado: o tipo de uma coluna (\`tables[].columns[].type\`) e a opção de uma decisão (\`decisions[].option\`). Vale para a mesma estrutura e os mesmos dados; para outros, só as escolhas passam. O que um plano promete a versões futuras: [versões](versoes.md).`,
    `The plan says everything of the target. \`plan --out plan.json\` writes it, \`migrate --plan\` follows it; in between it can be edited: the type of a column (\`tables[].columns[].type\`) and the option of a decision (\`decisions[].option\`). It counts for the same structure and the same data; for others only its choices are taken. What a plan may rely on in later versions: [versions](versioning.md).`,
  ],
  schema: ['O esquema e o editor', 'The schema and the editor'],
  why: [
    `O esquema em JSON Schema é feito do mesmo que lê os planos: [${schemaName}](../reference/${schemaName}). Onde um plano é gravado em uma pasta (\`plan --out\`, a pasta da migração), o esquema fica ao lado, e o plano diz \`"$schema": "./${schemaName}"\`: o editor completa e confere sem rede. Onde nada pode ficar ao lado (o plano que o assistente entrega, o do kit, ou um arquivo alheio com esse nome), o plano leva o endereço \`${schemaAddress}\`. É o nome do esquema; o programa nunca o pede à rede, e nada está prometido naquele endereço: para ajudar ali, ligue-o no editor a uma cópia do arquivo. \`$schema\` não faz parte do plano: sem ele o plano é lido do mesmo modo, e a impressão digital do plano é a mesma.`,
    `The JSON Schema is made of what reads plans: [${schemaName}](${schemaName}). Where a plan is written to a folder (\`plan --out\`, the folder of the run) the schema lies beside it, and the plan says \`"$schema": "./${schemaName}"\`: the editor completes and checks without a network. Where nothing can lie beside it (the plan that the wizard hands out, the one of the kit, or another file of that name) the plan has the address \`${schemaAddress}\`. That is the schema's name; the program never asks the network for it, and nothing is promised to be there: to be helped there, map it to a copy of the file in the editor. \`$schema\` is no part of the plan: one without it is read alike, and the plan's digest is the same.`,
  ],
  fields: ['Campos', 'Fields'],
  field: ['campo', 'field'],
  type: ['tipo', 'type'],
  meaning: ['o que diz', 'what it says'],
  optional: ['pode faltar', 'may be missing'],
} satisfies Record<string, Both>;

const root = () => JSON.parse(planJsonSchema()) as SchemaNode;

/** Every field of a plan file that a page can speak of. */
export function planFieldPaths(): string[] {
  return schemaFields(root()).map(({ path }) => path);
}

function typeOf(given: SchemaNode, all: SchemaNode): string {
  const node = resolved(given, all);
  const some = node.anyOf ?? node.oneOf;
  if (some) return [...new Set(some.map((each) => typeOf(each, all)))].join(' · ');
  if (node.const !== undefined) return `\`${JSON.stringify(node.const)}\``;
  if (node.enum) return node.enum.map((each) => `\`${each}\``).join(' · ');
  if (node.type === 'array') return `[${node.items ? typeOf(node.items, all) : ''}]`;
  return node.type === undefined ? 'object' : [node.type].flat().join(' · ');
}

/** The page of the plan file. */
export function planPage(language: Language): GeneratedPage {
  const say = (key: keyof typeof words) => inLanguage(language, words[key]);
  const all = root();
  const rows = schemaFields(all).flatMap(({ path, node, optional }) => {
    const meaning = planFields[path];
    const type = typeOf(node, all);
    return meaning
      ? [[`\`${path}\``, optional ? `${type}; ${say('optional')}` : type, inLanguage(language, meaning)]]
      : [];
  });
  const text = [
    heading(language, words.title, names),
    say('intro'),
    `## ${say('schema')}`,
    say('why'),
    `## ${say('fields')}`,
    table([say('field'), say('type'), say('meaning')], rows),
  ];
  return { path: pathOf(language, names), text: `${text.map((part) => part.trim()).join('\n\n')}\n` };
}

/** The schema as a file of the documents. */
export const schemaFile = (): GeneratedPage => ({
  path: `docs/reference/${schemaName}`,
  text: planJsonSchema(),
});

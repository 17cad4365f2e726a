import { z } from 'zod';
import { planFields } from '../../../shared/messages/plan-fields.ts';
import { planSchema } from '../../../shared/model/plan-schema.ts';

/** Name of the JSON Schema that lies beside a plan. */
export const schemaName = 'plan.schema.json';

/**
 * What the schema is called. It stands in plans that are written where no schema can lie beside them; nothing asks the
 * network for it. The number is the one of the plan's `format`.
 */
export const schemaAddress = 'https://autocore.com.br/schemas/autocore-migrate/plan-1.schema.json';

/** What of JSON Schema zod writes for a plan. */
export interface SchemaNode {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: SchemaNode[];
  oneOf?: SchemaNode[];
  properties?: Record<string, SchemaNode>;
  required?: string[];
  items?: SchemaNode;
  description?: string;
}

export interface SchemaField {
  /** `tables[].columns[].type` */
  path: string;
  node: SchemaNode;
  optional: boolean;
}

type Root = SchemaNode & { $defs?: Record<string, SchemaNode> };

/**
 * The JSON Schema of a plan file, by which an editor completes and checks it: the one that reads plans, as zod tells it,
 * with what each field says in both languages. Made once: it takes longer than to write a plan.
 */
export function planJsonSchema(): string {
  made ??= makeSchema();
  return made;
}

let made: string | undefined;

function makeSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(planSchema, { io: 'input' });
  for (const { path, node } of schemaFields(rest as Root)) {
    const said = planFields[path];
    if (said) node.description = said.join(' / ');
  }
  const title = 'AutoCore Migrate: plano / plan';
  return `${JSON.stringify({ $schema, $id: schemaAddress, title, ...rest }, null, 2)}\n`;
}

/** What a `$ref` stands for. */
export function resolved(node: SchemaNode, { $defs = {} }: Root): SchemaNode {
  const name = node.$ref?.split('/').at(-1);
  return name === undefined ? node : ($defs[name] as SchemaNode);
}

/** Every field in a schema; what several refer to is gone through where it is met first. */
export function schemaFields(root: Root): SchemaField[] {
  const met = new Set<SchemaNode>();
  const open = (node: SchemaNode): SchemaNode => {
    const own = resolved(node, root);
    const some = own.anyOf?.map((each) => resolved(each, root)).find((each) => each.type !== 'null');
    return some ?? own;
  };
  const walk = (node: SchemaNode, prefix: string): SchemaField[] => {
    if (met.has(node)) return [];
    met.add(node);
    return Object.entries(node.properties ?? {}).flatMap(([name, given]) => {
      const path = prefix + name;
      const inner = open(given);
      const below = inner.items ? walk(open(inner.items), `${path}[].`) : walk(inner, `${path}.`);
      return [{ path, node: given, optional: !node.required?.includes(name) }, ...below];
    });
  };
  return walk(root, '');
}

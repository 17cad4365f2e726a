import { parseAst } from 'vite';

/** One small slip: the text between two offsets becomes another. */
export interface Slip {
  start: number;
  end: number;
  text: string;
  /** For people: `<` to `<=`. */
  what: string;
}

type Node = { type: string; start: number; end: number } & Record<string, unknown>;

const operators: Record<string, string> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '&&': '||',
  '||': '&&',
  '??': '&&',
};

/** Parts of a program that no test of behaviour sees: types, imports, what is thrown or logged in words. */
const passedOver = /^(TS|Import|ExportAll|TemplateElement)/;

/**
 * Slips that a hurried person makes: a bound off by one, a condition lost or turned round, a call forgotten, an early
 * return left out. The kinds are those of https://stryker-mutator.io/docs/mutation-testing-elements/supported-mutators/
 * @param source TypeScript.
 */
export function slipsOf(source: string): Slip[] {
  const found: Slip[] = [];
  const textOf = (node: Node) => source.slice(node.start, node.end);
  const add = (node: { start: number; end: number }, text: string, what: string): void => {
    found.push({ start: node.start, end: node.end, text, what });
  };
  const visit = (node: Node): void => {
    if (passedOver.test(node.type)) return;
    switch (node.type) {
      case 'BinaryExpression':
      case 'LogicalExpression': {
        const [left, right, operator] = [node.left as Node, node.right as Node, node.operator as string];
        const other = operators[operator];
        const words = [left, right].some((side) => side.type === 'TemplateLiteral' || isText(side));
        if (other === undefined || (operator === '+' && words)) break;
        const between = source.slice(left.end, right.start);
        const at = left.end + between.indexOf(operator);
        add({ start: at, end: at + operator.length }, other, `${operator} to ${other}`);
        break;
      }
      case 'IfStatement': {
        const test = node.test as Node;
        add(test, 'false', `if (${textOf(test)}) never`);
        if (node.alternate === null) add(test, 'true', `if (${textOf(test)}) always`);
        break;
      }
      case 'ConditionalExpression': {
        const test = node.test as Node;
        add(test, `!(${textOf(test)})`, `${textOf(test)} turned round`);
        break;
      }
      case 'UnaryExpression':
        if (node.operator === '!') add(node, textOf(node.argument as Node), 'a negation lost');
        break;
      case 'Literal':
        if (typeof node.value === 'boolean')
          add(node, String(!node.value), `${node.value} to ${!node.value}`);
        if (typeof node.value === 'number') add(node, `(${node.raw} + 1)`, `${node.raw} plus one`);
        break;
      case 'ExpressionStatement': {
        const call = node.expression as Node;
        const inner = call.type === 'AwaitExpression' ? (call.argument as Node) : call;
        if (inner.type === 'CallExpression') add(node, ';', `${textOf(node).split('\n')[0]} forgotten`);
        break;
      }
      case 'ThrowStatement':
        add(node, ';', 'a throw forgotten');
        break;
    }
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (child && typeof child === 'object' && typeof (child as Node).type === 'string')
          visit(child as Node);
      }
    }
  };
  visit(parseAst(source, { lang: 'ts' }) as unknown as Node);
  return found;
}

function isText(node: Node): boolean {
  return node.type === 'Literal' && typeof node.value === 'string';
}

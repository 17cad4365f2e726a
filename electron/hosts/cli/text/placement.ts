import type { Language, Translate } from '../../../../shared/messages/index.ts';
import type { Placement } from '../../../../shared/model/index.ts';
import { visible } from '../../../../shared/visible.ts';
import { table } from './table.ts';

/** Schemas on the screen; a document has them all. */
const mostLines = 30;

/** Where Citus has the schemas, for a terminal; nothing where there is no Citus. */
export function placementText(placement: Placement | null, t: Translate, language: Language): string[] {
  if (placement === null) return [];
  const { nodes, schemas } = placement;
  const head = (...names: string[]) => names.map((name) => t(`citus.columns.${name}`));
  const mib = (bytes: number) => Math.round((bytes / 2 ** 20) * 10) / 10;
  const more = schemas.length - mostLines;
  return [
    t('citus.nodes'),
    table(
      head('node', 'schemas', 'mib'),
      nodes.map((each) => [each.node, each.schemas, mib(each.bytes)]),
      language,
    ),
    ...(schemas.length === 0
      ? []
      : [
          table(
            head('schema', 'node', 'mib'),
            schemas.slice(0, mostLines).map((each) => [visible(each.schema), each.node, mib(each.bytes)]),
            language,
          ),
        ]),
    ...(more > 0 ? [t('citus.more', { count: more })] : []),
  ];
}

/** What somebody should do about it, a line each. */
export function adviceText({ advice }: Placement, t: Translate): string[] {
  return advice.map((each) => {
    if (each.code === 'rebalance') return t('citus.rebalance', { ...each });
    return t('citus.distribute', { count: each.schemas.length, sql: each.sql });
  });
}

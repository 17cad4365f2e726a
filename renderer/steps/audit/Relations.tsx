import { List, Text } from '@mantine/core';
import type { Relation } from '../../../shared/contract.ts';
import { Panel } from '../../components/Panel.tsx';
import { Scrolling } from '../../components/Scrolling.tsx';
import { useText } from '../../i18n/format.ts';
import { box, layout } from './layout.ts';

const shownChars = 22;

/** Which table refers to which: drawn, and in words for those with orphans. */
export function Relations(props: { relations: Relation[]; title: string }) {
  const { relations, title } = props;
  const { t, number } = useText();
  if (relations.length === 0) return null;
  const { nodes, edges, width, height } = layout(relations);
  const orphaned = relations.filter(({ orphans }) => orphans > 0);
  return (
    <Panel title={title}>
      <Scrolling className="sideways" label={title}>
        <svg
          className="map"
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={t('wizard.pictures.relationsText', { count: relations.length, tables: nodes.length })}
        >
          {edges.map(({ relation, path }) => (
            <path
              key={`${relation.table} ${relation.columns.join()} ${relation.references}`}
              d={path}
              data-orphans={relation.orphans > 0}
            />
          ))}
          {nodes.map(({ name, x, y }) => (
            <g key={name}>
              <title>{name}</title>
              <rect x={x} y={y} width={box.width} height={box.height} rx={6} />
              <text x={x + 10} y={y + box.height / 2 + 4}>
                {name.length > shownChars ? `${name.slice(0, shownChars - 1)}…` : name}
              </text>
            </g>
          ))}
        </svg>
      </Scrolling>
      {orphaned.length > 0 && (
        <>
          <Text size="sm" fw={600} className="warn">
            {t('wizard.pictures.orphans')}
          </Text>
          <List size="sm">
            {orphaned.map((relation) => (
              <List.Item key={`${relation.table} ${relation.columns.join()}`} className="wrap">
                {relation.table} ({relation.columns.join(', ')}) → {relation.references}:{' '}
                {number(relation.orphans)}
              </List.Item>
            ))}
          </List>
        </>
      )}
    </Panel>
  );
}

import { Text } from '@mantine/core';
import { type KeyboardEvent, memo, useCallback, useMemo, useRef, useState } from 'react';
import type { Relation } from '../../../shared/contract.ts';
import { Scrolling } from '../../components/Scrolling.tsx';
import { useText } from '../../i18n/format.ts';
import { box, type Edge, layout, type Node } from './layout.ts';
import { edgeText, follow, isLooked, type Looked, relationWords, tablesLookedAt } from './relation-paths.ts';

const shownChars = 22;

/** Tables and what leads from one to the other: pointed at, or gone through with the arrow keys. */
export function RelationMap({ relations, title }: { relations: Relation[]; title: string }) {
  const { t } = useText();
  const map = useMemo(() => layout(relations), [relations]);
  const { nodes, edges, width, height } = map;
  const [looked, setLooked] = useState<Looked | null>(null);
  const [reached, setReached] = useState(nodes[0]?.name);
  const tables = useMemo(() => tablesLookedAt(relations, looked), [relations, looked]);
  const words = useMemo(() => relationWords(relations, t), [relations, t]);
  const picture = useRef<SVGSVGElement>(null);
  // Another plan may have no such table.
  const entrance = nodes.some(({ name }) => name === reached) ? reached : nodes[0]?.name;
  const focusOn = useCallback((table: string) => {
    setReached(table);
    setLooked({ table });
  }, []);
  const press = useCallback(
    (event: KeyboardEvent, table: string) => {
      const next = follow(map, table, event.key);
      if (next === null) return;
      event.preventDefault();
      const at = map.nodes.findIndex(({ name }) => name === next);
      picture.current?.querySelectorAll<SVGGElement>('[role=option]')[at]?.focus();
    },
    [map],
  );
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('wizard.pictures.follow')}
      </Text>
      <Scrolling className="sideways" label={title}>
        {/* biome-ignore lint/a11y/useSemanticElements: a picture is no part of a form */}
        <svg
          ref={picture}
          className="map"
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          // A little smaller, so that nothing is cut; a lot smaller nobody could read it, and it scrolls.
          style={{ maxWidth: '100%', minWidth: Math.min(width, 640), height: 'auto' }}
          role="group"
          aria-label={title}
          data-looked={looked !== null}
          onMouseLeave={() => setLooked(null)}
        >
          {edges.map((edge) => (
            <Line
              key={`${edge.relation.table} ${edge.relation.columns.join()} ${edge.relation.references}`}
              edge={edge}
              looked={isLooked(edge.relation, looked)}
              onLook={setLooked}
            />
          ))}
          <g
            role="listbox"
            aria-label={t('wizard.pictures.relationsText', { count: relations.length, tables: nodes.length })}
          >
            {nodes.map((node) => (
              <Table
                key={node.name}
                node={node}
                words={words.get(node.name) ?? node.name}
                looked={tables?.has(node.name) ?? false}
                away={tables !== null && !tables.has(node.name)}
                entrance={node.name === entrance}
                onLook={setLooked}
                onFocus={focusOn}
                onPress={press}
              />
            ))}
          </g>
        </svg>
      </Scrolling>
      {/* Heard with the table itself. Its line is kept, so that nothing moves. */}
      <Text size="sm" className="wrap" mih="2.6rem" aria-hidden="true">
        {looked && ('table' in looked ? words.get(looked.table) : edgeText(looked.relation))}
      </Text>
    </>
  );
}

const Line = memo(function Line(props: { edge: Edge; looked: boolean; onLook(looked: Looked | null): void }) {
  const { edge, looked, onLook } = props;
  const { relation, path } = edge;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what a pointer finds here, the keyboard finds at the tables
    <g onMouseEnter={() => onLook({ relation })}>
      <path className="reach" d={path} />
      <path d={path} data-orphans={relation.orphans > 0} data-looked={looked} />
    </g>
  );
});

const Table = memo(function Table(props: {
  node: Node;
  words: string;
  looked: boolean;
  away: boolean;
  /** The one that Tab leads to. */
  entrance: boolean;
  onLook(looked: Looked | null): void;
  onFocus(table: string): void;
  onPress(event: KeyboardEvent, table: string): void;
}) {
  const { node, words, looked, away, entrance, onLook, onFocus, onPress } = props;
  const { name, x, y } = node;
  const chars = [...name];
  return (
    <g
      role="option"
      aria-selected={looked}
      aria-label={words}
      tabIndex={entrance ? 0 : -1}
      data-away={away}
      onMouseEnter={() => onLook({ table: name })}
      onFocus={() => onFocus(name)}
      onBlur={() => onLook(null)}
      onKeyDown={(event) => onPress(event, name)}
    >
      <title>{name}</title>
      <rect x={x} y={y} width={box.width} height={box.height} rx={6} />
      <text x={x + 10} y={y + box.height / 2 + 4}>
        {chars.length > shownChars ? `${chars.slice(0, shownChars - 1).join('')}…` : name}
      </text>
    </g>
  );
});

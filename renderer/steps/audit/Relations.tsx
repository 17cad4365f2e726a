import { List, Text } from '@mantine/core';
import type { Relation } from '../../../shared/contract.ts';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';
import { RelationMap } from './RelationMap.tsx';

/** Which table refers to which: drawn, and in words for those with orphans. */
export function Relations(props: { relations: Relation[]; title: string }) {
  const { relations, title } = props;
  const { t, number } = useText();
  if (relations.length === 0) return null;
  const orphaned = relations.filter(({ orphans }) => orphans > 0);
  return (
    <Panel title={title}>
      <RelationMap relations={relations} title={title} />
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

import { Stack, Text, UnstyledButton } from '@mantine/core';
import type { GuidePage, GuidePlace } from '../../../shared/guide/pages.ts';
import { useText } from '../../i18n/format.ts';
import { searchGuide } from '../../state/guide-search.ts';

/** As many as somebody reads through; a better word finds the others. */
const most = 40;

/** What a code or words lead to. */
export function GuideHits(props: {
  pages: readonly GuidePage[];
  text: string;
  onOpen(place: GuidePlace): void;
}) {
  const { pages, text, onOpen } = props;
  const { t } = useText();
  const hits = searchGuide(pages, text);
  return (
    <Stack gap={2}>
      <Text size="sm" c="dimmed" role="status">
        {t('wizard.guide.found', { count: hits.length })}
      </Text>
      {hits.slice(0, most).map(({ page, section }) => (
        <UnstyledButton
          key={`${page.name}/${section.id}`}
          className="guideHit"
          onClick={() => onOpen({ page: page.name, section: section.level === 1 ? '' : section.id })}
        >
          <Text component="span" size="sm" fw={600} className="wrap">
            {section.short === null ? section.title : `${section.short} · ${section.title}`}
          </Text>
          <Text component="span" size="xs" c="dimmed">
            {page.title}
          </Text>
        </UnstyledButton>
      ))}
    </Stack>
  );
}

import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Screen } from '../../shared/short-codes/screens.ts';
import { useText } from '../i18n/format.ts';
import { Said } from './Said.tsx';

/** A step was shown already. */
let isOpen = false;

/**
 * The frame of one step: heading, content that scrolls, and below, on every step alike, the
 * actions, the primary one at the end.
 */
export function Page(props: {
  /** Which screen it is, for its short code. */
  screen: Screen;
  title: string;
  lead?: string;
  aside?: ReactNode;
  children: ReactNode;
  back?: ReactNode;
  actions?: ReactNode;
}) {
  const { screen, title, lead, aside, children, back, actions } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  // A new step begins at its heading, also for those who hear the page; one that is just opened at its beginning.
  useEffect(() => {
    if (isOpen) heading.current?.focus();
    isOpen = true;
  }, []);
  const { t } = useText();
  return (
    <div className="page">
      <main id="content" className="scroll" data-scrolls tabIndex={-1}>
        <Stack className="inner" gap="md">
          <Group justify="space-between" align="start" gap="sm">
            <div style={{ flex: '1 1 24rem', minWidth: 0 }}>
              <Group gap="xs" align="baseline" wrap="nowrap">
                <Title order={1} ref={heading} tabIndex={-1}>
                  {title}
                </Title>
                <Said kind="screen" code={screen} />
              </Group>
              {/* However much there is to choose on the way. */}
              <a className="skip" href="#actions">
                {t('wizard.skipOn')}
              </a>
              {lead && (
                <Text c="dimmed" maw="52rem" className="wrap">
                  {lead}
                </Text>
              )}
            </div>
            {aside}
          </Group>
          {children}
        </Stack>
      </main>
      <footer id="actions" className="foot" tabIndex={-1}>
        <div className="inner">
          {back}
          <Group ml="auto" gap="sm" justify="flex-end" miw={0}>
            {actions}
          </Group>
        </div>
      </footer>
    </div>
  );
}

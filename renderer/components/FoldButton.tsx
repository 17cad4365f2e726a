import { Button } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** Shows or hides what has this id. */
export function FoldButton(props: { open: boolean; id: string; onToggle(): void; children: ReactNode }) {
  const { open, id, onToggle, children } = props;
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      aria-expanded={open}
      aria-controls={id}
      leftSection={<IconChevronRight size={16} style={{ rotate: open ? '90deg' : '0deg' }} />}
      onClick={onToggle}
    >
      {children}
    </Button>
  );
}

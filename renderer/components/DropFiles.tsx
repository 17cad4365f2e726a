import type { DragEvent, ReactNode } from 'react';
import { useWizard } from '../state/use.ts';

/**
 * Where files may be dropped: one is looked at, several become a list. Elsewhere they are not taken. A support bundle is
 * read by the page, which needs no host for it, whatever runs there.
 */
export function DropFiles({ refused = false, children }: { refused?: boolean; children: ReactNode }) {
  const can = useWizard((state) => state.info?.can.drop === true);
  const dropFiles = useWizard((state) => state.dropFiles);
  const openBundle = useWizard((state) => state.openBundle);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    const [first] = files;
    if (first && files.length === 1 && /\.zip$/i.test(first.name)) {
      event.stopPropagation();
      void openBundle(first);
    } else if (files.length > 0 && can && !refused) void dropFiles(files);
  };
  return (
    // Dropping is one more way; the buttons do the same from the keyboard.
    // biome-ignore lint/a11y/noStaticElementInteractions: a drop target has no role of its own
    <div onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      {children}
    </div>
  );
}

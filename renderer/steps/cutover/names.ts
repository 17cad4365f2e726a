/** Properties of a button that names what it destroys, however long that is. */
export const wrapping = { h: 'auto', mih: 36, py: 6, styles: { label: { whiteSpace: 'normal' } } } as const;

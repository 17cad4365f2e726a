export function findInitdb(): string | null;

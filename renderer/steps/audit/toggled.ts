/** The keys with this one, or without it if it was among them. */
export function toggled<T>(keys: ReadonlySet<T>, key: T): ReadonlySet<T> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}

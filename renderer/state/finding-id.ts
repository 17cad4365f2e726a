/**
 * `time.iso` and `event_logs.timestamp` of `time.iso:event_logs.timestamp`: a code has no colon. No place where a finding
 * is about the database as a whole.
 */
export function partsOf(id: string): { code: string; place: string | null } {
  const at = id.indexOf(':');
  return at < 0 ? { code: id, place: null } : { code: id.slice(0, at), place: id.slice(at + 1) };
}

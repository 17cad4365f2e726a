/** Ways to log in by libpq's names; `none`: the server asks for nothing. */
export const loginMethods = ['password', 'md5', 'gss', 'sspi', 'scram-sha-256', 'oauth', 'none'] as const;
export type LoginMethod = (typeof loginMethods)[number];

/**
 * The logins that a text such as `scram-sha-256,md5` or `!password,!none` allows; null when it is no such text.
 * https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-CONNECT-REQUIRE-AUTH
 */
export function allowedLogins(text: string): ReadonlySet<LoginMethod> | null {
  const items = text.split(',');
  const negative = text.startsWith('!');
  const named = new Set<LoginMethod>();
  for (const item of items) {
    const method = loginMethods.find((each) => each === (negative ? item.replace(/^!/, '') : item));
    // As libpq: both kinds do not mix, and nothing is there twice.
    if (method === undefined || item.startsWith('!') !== negative || named.has(method)) return null;
    named.add(method);
  }
  return negative ? new Set(loginMethods.filter((each) => !named.has(each))) : named;
}

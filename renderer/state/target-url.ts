import { tlsModes } from '../../shared/contract/target.ts';
import type { TargetForm } from './target-form.ts';

/**
 * Fields of the form from a connection URL, as hosting providers show it; null for anything else, and for a URL that
 * names several servers or none, which the form has no room for. Fields that the URL does not name are left out.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
export function fieldsOf(text: string): Partial<TargetForm> | null {
  // SQLAlchemy and others put a driver behind the scheme.
  const parts =
    /^postgres(?:ql)?(?:\+\w+)?:\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/i.exec(
      text.trim(),
    );
  if (parts === null) return null;
  const [, login = '', place = '', database = '', query = ''] = parts;
  const address = /^(\[[\da-f:.%]+\]|[^:,[\]]+)(?::(\d{1,5}))?$/i.exec(place);
  if (address === null) return null;
  const [user = '', ...secret] = login.split(':');
  const password = secret.join(':');
  const wanted = new URLSearchParams(query);
  const tls = tlsModes.find((mode) => mode === wanted.get('sslmode'));
  const schema = /^[\w$]+$/.exec(wanted.get('schema') ?? '')?.[0];
  try {
    const found: Partial<TargetForm> = {
      kind: 'server',
      host: decodeURIComponent((address[1] ?? '').replace(/^\[|\]$/g, '')),
      port: address[2] === undefined ? 5432 : Number(address[2]),
      ...(user !== '' && { user: decodeURIComponent(user) }),
      ...(password !== '' && { password: decodeURIComponent(password) }),
      ...(database !== '' && { database: decodeURIComponent(database) }),
      ...(tls && { tls }),
      // Prisma's word for it.
      ...(schema && { schema }),
    };
    return found;
  } catch {
    // A percent sign that stands for nothing: the URL is not one.
    return null;
  }
}

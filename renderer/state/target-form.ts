import type { PickedFile, ServerTarget, Target } from '../../shared/contract.ts';

/** The target as it is typed in. */
export interface TargetForm {
  kind: 'managed' | 'server';
  host: string;
  port: number | '';
  database: string;
  user: string;
  password: string;
  tls: 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';
  certificates: PickedFile | null;
  schema: string;
  savePassword: boolean;
}

export const emptyTarget: TargetForm = {
  kind: 'managed',
  host: '',
  port: 5432,
  database: '',
  user: '',
  password: '',
  tls: 'prefer',
  certificates: null,
  schema: 'public',
  savePassword: false,
};

export type TargetField = 'host' | 'port' | 'database' | 'user' | 'schema';

/** Fields that are still wanted. */
export function missingFields(form: TargetForm): TargetField[] {
  const wanted: TargetField[] =
    form.kind === 'managed' ? ['schema'] : ['host', 'port', 'database', 'user', 'schema'];
  return wanted.filter((field) => String(form[field]).trim() === '');
}

/** The target as the contract wants it. An empty password stands for the saved one, or none. */
export function targetOf(form: TargetForm): Target {
  const schema = form.schema.trim();
  if (form.kind === 'managed') return { kind: 'managed', schema };
  return {
    kind: 'server',
    schema,
    host: form.host.trim(),
    port: Number(form.port),
    database: form.database.trim(),
    user: form.user.trim(),
    password: form.password === '' ? null : form.password,
    tls: form.tls,
    certificates: form.certificates?.token ?? null,
  };
}

/** What names a server and a user in the keychain. */
export function loginOf({ host, port, database, user }: ServerTarget) {
  return { host, port, database, user };
}

import type { PickedFile, ServerTarget, Target } from '../../shared/contract.ts';

/** The target as it is typed in. */
export interface TargetForm {
  /** `folder`: no server; files for psql, written into the folder below. */
  kind: 'managed' | 'server' | 'folder';
  host: string;
  port: number | '';
  database: string;
  user: string;
  password: string;
  tls: 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';
  certificates: PickedFile | null;
  /** Where an export makes its own folder. */
  folder: PickedFile | null;
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
  folder: null,
  schema: 'public',
  savePassword: false,
};

type TargetField = 'host' | 'port' | 'database' | 'user' | 'schema' | 'folder';

const wantedFields: Record<TargetForm['kind'], TargetField[]> = {
  managed: ['schema'],
  server: ['host', 'port', 'database', 'user', 'schema'],
  folder: ['folder', 'schema'],
};

/** Fields that are still wanted. */
export function missingFields(form: TargetForm): TargetField[] {
  return wantedFields[form.kind].filter((field) => {
    const value = form[field];
    return value === null || String(value).trim() === '';
  });
}

/** The target as the contract wants it; null where there is no server. */
export function targetOf(form: TargetForm): Target | null {
  const schema = form.schema.trim();
  if (form.kind === 'folder') return null;
  if (form.kind === 'managed') return { kind: 'managed', schema };
  return serverOf(form);
}

/** The server that is typed in. An empty password stands for the saved one, or none. */
export function serverOf(form: TargetForm): ServerTarget {
  return {
    kind: 'server',
    schema: form.schema.trim(),
    host: form.host.trim(),
    port: Number(form.port),
    database: form.database.trim(),
    user: form.user.trim(),
    password: form.password === '' ? null : form.password,
    tls: form.tls,
    certificates: form.certificates?.token ?? null,
  };
}

/** True for the same place, whatever the password. */
export function sameTarget(one: Target, other: Target): boolean {
  const facts = new Map<string, unknown>(Object.entries({ ...one, password: null }));
  return Object.entries({ ...other, password: null }).every(([name, value]) => facts.get(name) === value);
}

/** What names a server and a user in the keychain. */
export function loginOf({ host, port, database, user }: ServerTarget) {
  return { host, port, database, user };
}

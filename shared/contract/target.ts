import { z } from 'zod';
import type { ErrorData, ErrorParams } from '../errors.ts';
import { fileToken } from './files.ts';

const name = z.string().trim().min(1).max(255);
/** PostgreSQL cuts names off at 63 bytes; a longer schema would be another one than the user wrote. */
export const schemaName = z
  .string()
  .min(1)
  .refine((text) => new TextEncoder().encode(text).length <= 63 && !text.includes('\0'));

export const tlsModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

/** An existing server, field by field. */
export const serverTarget = z.strictObject({
  kind: z.literal('server'),
  host: name,
  port: z.int().min(1).max(65535),
  database: name,
  user: name,
  /** Null: the saved one, else what PGPASSFILE and its like say. */
  password: z.string().max(1000).nullable(),
  tls: z.enum(tlsModes),
  /** File of certificates to trust; null: those that the system trusts. */
  certificates: fileToken.nullable(),
  schema: schemaName,
});

/** The local PostgreSQL that comes with the program. */
const managedTarget = z.strictObject({ kind: z.literal('managed'), schema: schemaName });

/** An existing server as libpq's users write it; a password inside is used and never shown again. */
const urlTarget = z.strictObject({
  kind: z.literal('url'),
  url: z.string().trim().min(1).max(4000),
  schema: schemaName,
});

export const target = z.discriminatedUnion('kind', [managedTarget, serverTarget, urlTarget]);
export type Target = z.infer<typeof target>;
export type ServerTarget = z.infer<typeof serverTarget>;

export const ifNotEmpty = z.enum(['abort', 'replace', 'adopt']);

/** `tables`: names in the file, to be looked for among what the schema holds. */
export const targetTestInput = z.strictObject({
  target,
  ifNotEmpty,
  tables: z.array(z.string()).max(5000).default([]),
});
/** Whose password: what names a server and a user in the keychain. */
export const serverLogin = serverTarget.pick({ host: true, port: true, database: true, user: true });
export const savePasswordInput = serverLogin.extend({ password: z.string().min(1).max(1000) });

export type TargetCheckId =
  | 'reachable'
  | 'version'
  | 'encoding'
  | 'writable'
  | 'pooler'
  | 'collation'
  | 'timeZone'
  | 'latency'
  | 'journal'
  | 'rights'
  | 'live'
  | 'space'
  | 'empty'
  | 'strangers';

/** `warning`: the migration works, and there is something to know. `skipped`: an earlier check made it pointless. */
export interface TargetCheck {
  id: TargetCheckId;
  status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** Facts for the text of the check, such as `version` or `timeZone`. */
  params: ErrorParams;
  /** What is wrong and what to do; there when it failed. */
  error: ErrorData | null;
}

export interface TargetReport {
  /** True when nothing failed. */
  ready: boolean;
  /** Such as `PostgreSQL 18.4`; null when it was not reached. */
  server: string | null;
  /** Without a password. */
  url: string | null;
  latencyMs: number | null;
  /** Time zone of sessions that set none. */
  timeZone: string | null;
  /** Bytes; null where it cannot be known. */
  freeBytes: number | null;
  /** It has TimescaleDB, and hypertables can be made there. */
  hypertables: boolean;
  /** Every check, in the order in which they matter. */
  checks: TargetCheck[];
}

/** The managed local server. */
export interface ManagedServer {
  running: boolean;
  /** It may run: the system does not tell. */
  unknown: boolean;
  /** Started by hand: it stays up without users. */
  manual: boolean;
  /** Started by the system: with the computer, or when this user logs in; null: by nobody. */
  service: { begins: 'boot' | 'login' } | null;
  port: number | null;
  /** Major version of its data; null before the first start. */
  version: string | null;
  /** Without a password. */
  url: string | null;
  data: string;
  /** Runs and programs that use it. */
  users: number;
}

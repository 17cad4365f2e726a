import type { AdoptPreview } from './adopt.ts';
import type { Profile } from './conversion.ts';

export type Severity = 'blocker' | 'warning' | 'note';

/** A value as JSON can carry it without loss; see `exceptions.ndjson` in the command line's description. */
export type JsonValue = null | string | number | { integer: string } | { real: string } | { base64: string };

/** A real row that a finding is about. */
export interface Sample {
  key: Record<string, JsonValue> | null;
  value: JsonValue;
  /** What the target will hold instead: a text as PostgreSQL prints it, null for NULL. Absent where nothing changes. */
  after?: string | null;
  /** What happens to the value, where it does not cross exactly. */
  action?: 'repaired' | 'nulled' | 'quarantined';
}

export interface Finding {
  /** Stable within a source: `code:table.column`. */
  id: string;
  code: string;
  severity: Severity;
  table: string | null;
  column: string | null;
  count: number;
  samples: Sample[];
  /** The option taken; null while it waits for a person. */
  decision: string | null;
  /** What can be chosen; the first is the default and loses nothing. */
  options: string[];
  /** Values for the message of this code in the user's language. */
  params: Record<string, string | number>;
}

export interface Audit {
  source: { path: string; sha256: string; bytes: number; autocore: string | null };
  profile: Profile;
  tables: { name: string; rows: number }[];
  findings: Finding[];
  /** Where the rows go, for tables that the application made. */
  adopt?: AdoptPreview;
  score: { level: 'ready' | 'decisions needed' | 'blocked'; reason: string };
}

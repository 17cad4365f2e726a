import { z } from 'zod';

export const tailInput = z.strictObject({ limit: z.int().min(1).max(2000) });

export interface LogLine {
  /** Counts up without gaps while the host lives: a gap means that lines were missed. */
  seq: number;
  /** ISO 8601, UTC. */
  time: string;
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  /** The other fields of the line as JSON, without secrets; empty when there are none. */
  details: string;
}

import { z } from 'zod';

/** Why a file of JSON cannot be used, on one line: what the parser, zod or the system said. */
export function unreadableReason(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error).replace(/\s*\n\s*/g, '; ');
  return (error as Error).message;
}

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchmarkResult } from '../../../shared/model/index.ts';

/** The last benchmark of a run, null where there is none. */
export async function savedBenchmark({ dir }: { dir: string }): Promise<BenchmarkResult | null> {
  const file = join(dir, 'benchmark.json');
  if (!existsSync(file)) return null;
  const saved = JSON.parse(await readFile(file, 'utf8')) as { format: number };
  // One of an earlier version judged by other figures: it is measured anew.
  return saved.format === 2 ? (saved as BenchmarkResult) : null;
}

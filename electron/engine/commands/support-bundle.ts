import { readFile } from 'node:fs/promises';
import { arch, freemem, platform, release, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { AppError } from '../../../shared/errors.ts';
import type { Audit, Certificate, RunState } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { logPath } from '../log-path.ts';
import { toolVersion } from '../run/version.ts';
import { openWorkspace } from '../run/workspace.ts';
import { writeAtomic } from '../system/atomic.ts';

export interface SupportBundleInput {
  workspace: string;
  run: string;
  /** `.zip` to write. */
  out: string;
}

/** The log can be long; its end is what matters. */
const logBytes = 2 * 1024 * 1024;

/**
 * What support needs to understand a run, as one ZIP: state, plan, measures, findings and the end of the log. No row of
 * the customer: no snapshot, no exceptions, no sample values. Passwords are nowhere in these files to begin with.
 * @throws AppError run.unknown {run}, output.unwritable {path, reason}
 */
export async function writeSupportBundle(
  input: SupportBundleInput,
  _ctx: EngineContext,
): Promise<{ path: string; files: string[] }> {
  const workspace = openWorkspace(input.workspace, {});
  const state = await workspace.readState(input.run);
  const folder = workspace.runFolder(input.run);
  const found: [string, string | null][] = [
    ['run.json', json(withoutRows(state))],
    ['given-plan.json', await text(folder.givenPlan)],
    ['plan.json', await text(folder.plan)],
    [
      'audit.json',
      redact(await text(folder.audit), (audit: Audit) => ({
        ...audit,
        findings: audit.findings.map((f) => ({ ...f, samples: f.samples.length })),
      })),
    ],
    [
      'certificate.json',
      redact(await text(folder.certificateJson), (c: Certificate) => ({
        ...c,
        // Plates are somebody's.
        vehicles: c.vehicles?.count,
        validation: c.validation && { ...c.validation, samples: c.validation.samples.length },
      })),
    ],
    ['log.ndjson', (await text(logPath(workspace.dir)))?.slice(-logBytes) ?? null],
    [
      'system.json',
      json({
        tool: toolVersion,
        node: process.version,
        platform: platform(),
        release: release(),
        arch: arch(),
        memory: totalmem(),
        free: freemem(),
      }),
    ],
  ];
  const files = found.filter((file): file is [string, string] => file[1] !== null);
  const zip = zipSync(Object.fromEntries(files.map(([name, content]) => [name, strToU8(content)])), {
    level: 6,
  });
  const path = resolve(input.out);
  await writeAtomic(path, zip, 0o644).catch((cause: unknown) => {
    throw new AppError('output.unwritable', { path, reason: (cause as Error).message }, { cause });
  });
  return { path, files: files.map(([name]) => name) };
}

/** Differences show values of rows; how many there are is enough. */
function withoutRows(state: RunState): object {
  return {
    ...state,
    validation: state.validation && { ...state.validation, samples: state.validation.samples.length },
  };
}

function redact<T>(content: string | null, change: (value: T) => object): string | null {
  return content === null ? null : json(change(JSON.parse(content) as T));
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A file's text, null when the run did not get as far as writing it. */
async function text(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

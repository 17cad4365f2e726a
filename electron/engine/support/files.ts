import { arch, freemem, platform, release, totalmem } from 'node:os';
import { type BundleAbout, bundleFormat } from '../../../shared/bundle/bundle.ts';
import type {
  Audit,
  Certificate,
  ExceptionRecord,
  Plan,
  Prediction,
  RunState,
} from '../../../shared/model/index.ts';
import { logPath } from '../log-path.ts';
import { exists } from '../run/folder.ts';
import type { RunFolder } from '../run/paths.ts';
import { toolVersion } from '../run/version.ts';
import { readIfThere } from '../system/files.ts';
import { linesOf } from '../system/text-lines.ts';
import { maskSaid, maskSaidIn, type Names, namesIn } from './mask-said.ts';
import { maskedAudit, maskedCertificate, maskedException, maskedPlan, maskedState } from './masked.ts';
import { maskedCutover, maskedPrediction } from './masked-later.ts';

/** What is known of a run and of where it ran, without a value of the customer. */
export interface Known {
  state: RunState;
  givenPlan: Plan | null;
  plan: Plan | null;
  audit: Audit | null;
  certificate: Certificate | null;
  /** The first ones, and whether there are more. */
  exceptions: { records: ExceptionRecord[]; more: boolean };
  /** Settings of the server, where the run noted them. */
  server: Record<string, string> | null;
  /** The end of the log, a line each. */
  log: string[];
  system: System;
  /** What the wizard's screens need besides. */
  wizard: BundleAbout;
}

export interface System {
  tool: string;
  node: string;
  platform: string;
  release: string;
  arch: string;
  memory: number;
  free: number;
}

/** The log can be long; its end is what matters. In characters. */
const longestLog = 2 * 1024 * 1024;
const mostExceptions = 500;
/** Rows can be long, too. In characters of JSON. */
const longestExceptions = 4 * 1024 * 1024;

/** How far going live is, as `wizard.json` tells it. */
export type Later = Pick<BundleAbout, 'phase' | 'cutover' | 'unreadable'>;

/** Reads what the folder of a run has, and masks it. */
export async function knownOf(
  workspace: string,
  given: RunState,
  folder: RunFolder,
  later: Later,
): Promise<Known> {
  const unreadable = [...later.unreadable];
  const read = async <T>(name: string, path: string): Promise<T | null> => {
    try {
      const text = await readIfThere(path);
      return text === null ? null : (JSON.parse(text) as T);
    } catch {
      // What a power cut left of it helps nobody; that it is so does.
      unreadable.push(name);
      return null;
    }
  };
  const [givenPlan, plan, audit, certificate, server, prediction] = [
    await read<Plan>('given-plan.json', folder.givenPlan),
    await read<Plan>('plan.json', folder.plan),
    await read<Audit>('audit.json', folder.audit),
    await read<Certificate>('certificate.json', folder.certificateJson),
    await read<Record<string, string>>('server.json', folder.serverSettings),
    await read<Prediction>('rehearsal.json', folder.prediction),
  ];
  const names = namesIn(given, plan ?? givenPlan, audit, serverNames(given.target.url));
  const exceptions = await exceptionsOf(folder.exceptions, names, () => unreadable.push('exceptions.ndjson'));
  return {
    state: maskedState(given, names),
    givenPlan: givenPlan && maskedPlan(givenPlan),
    plan: plan && maskedPlan(plan),
    audit: audit && maskedAudit(audit, names),
    certificate: certificate && maskedCertificate(certificate, names),
    exceptions,
    server,
    log: await logOf(logPath(workspace), names),
    system: {
      tool: toolVersion,
      node: process.version,
      platform: platform(),
      release: release(),
      arch: arch(),
      memory: totalmem(),
      free: freemem(),
    },
    wizard: {
      format: bundleFormat,
      tool: toolVersion,
      writtenAt: new Date().toISOString(),
      phase: later.phase,
      cutover: later.cutover && maskedCutover(later.cutover, names),
      prediction: prediction && maskedPrediction(prediction, names),
      moreExceptions: exceptions.more,
      unreadable,
    },
  };
}

/** A server speaks of its users and databases by name. */
function serverNames(url: string): { name: string }[] {
  if (!URL.canParse(url)) return [];
  const { username, hostname, pathname } = new URL(url);
  return [username, hostname, pathname.slice(1)].map((name) => ({ name: decodeURIComponent(name) }));
}

/** Up to the first line that is damaged. */
async function exceptionsOf(path: string, names: Names, onDamage: () => void): Promise<Known['exceptions']> {
  const records: ExceptionRecord[] = [];
  if (!(await exists(path))) return { records, more: false };
  let length = 0;
  for await (const line of linesOf(path)) {
    // An export of nothing is one empty line.
    if (line === '') continue;
    length += line.length;
    if (records.length === mostExceptions || length > longestExceptions) return { records, more: true };
    try {
      records.push(maskedException(JSON.parse(line) as ExceptionRecord, names));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      onDamage();
      return { records, more: true };
    }
  }
  return { records, more: false };
}

async function logOf(path: string, names: Names): Promise<string[]> {
  const end = ((await readIfThere(path)) ?? '').slice(-longestLog);
  // The first line may have been cut.
  const lines = end.length < longestLog ? end.split('\n') : end.split('\n').slice(1);
  return lines.filter((line) => line !== '').map((line) => maskedLine(line, names));
}

/** A full disk may have cut a line: then it is a text like any other. */
function maskedLine(line: string, names: Names): string {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return JSON.stringify({ msg: maskSaid(line, names) });
  }
  return JSON.stringify(maskSaidIn(entry, names));
}

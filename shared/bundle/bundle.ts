import type { CutoverView, LivePhase } from '../contract.ts';
import type { Audit, ExceptionRecord, Plan, Prediction, RunState } from '../model/index.ts';
import type { ShownCertificate } from './certificate-schema.ts';

/** Of `wizard.json`. Another number is another shape: a program that knows only earlier ones says so. */
export const bundleFormat = 1;

/** Names of files in a support bundle, for whoever writes and whoever reads one. */
export const bundleFiles = {
  about: 'wizard.json',
  state: 'run.json',
  audit: 'audit.json',
  plan: 'plan.json',
  sql: 'schema.sql',
  certificate: 'certificate.json',
  exceptions: 'exceptions.ndjson',
  log: 'log.ndjson',
} as const;

/** Far more than a run has, and little enough for a page to draw: of a document, of a finding, and of a file of lines. */
export const bundleMost = { tables: 10_000, findings: 100_000, samples: 1_000, lines: 100_000 } as const;

/** `wizard.json`: what the wizard's screens need beside the documents of the run. */
export interface BundleAbout {
  format: typeof bundleFormat;
  /** The version that wrote the bundle, and when. ISO 8601, UTC. */
  tool: string;
  writtenAt: string;
  /** Null where what is kept of it could not be read: then the run may be live. */
  phase: LivePhase | null;
  /** Of a run that can go live, or went; null also where something of it could not be read. */
  cutover: CutoverView | null;
  /** What a rehearsal said. */
  prediction: Prediction | null;
  /** There are more exceptions than those in the bundle. */
  moreExceptions: boolean;
  /** Names of files that were there and could not be read. */
  unreadable: string[];
}

/** A line of the log, as the engine writes it: with whatever belongs to what it tells. */
export interface BundleLine {
  time?: string;
  level?: string;
  msg?: string;
  [detail: string]: unknown;
}

/** A support bundle that was read: everything in it is masked. */
export interface Bundle {
  /** Of the file. */
  name: string;
  about: BundleAbout;
  state: RunState;
  audit: Audit | null;
  plan: Plan | null;
  /** The DDL of the plan. */
  sql: string | null;
  certificate: ShownCertificate | null;
  exceptions: ExceptionRecord[];
  log: BundleLine[];
}

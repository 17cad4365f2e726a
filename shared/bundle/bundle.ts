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

/** `wizard.json`: what the wizard's screens need beside the documents of the run. */
export interface BundleAbout {
  format: typeof bundleFormat;
  /** The version that wrote the bundle, and when. ISO 8601, UTC. */
  tool: string;
  writtenAt: string;
  phase: LivePhase;
  /** Of a run that can go live, or went. */
  cutover: CutoverView | null;
  /** What a rehearsal said. */
  prediction: Prediction | null;
  /** There are more exceptions than those in the bundle. */
  moreExceptions: boolean;
}

/** A line of the log, as the engine writes it. */
export type BundleLine = Record<string, unknown>;

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

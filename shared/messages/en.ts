import { auditReport } from './en/audit-report.ts';
import { benchmark } from './en/benchmark.ts';
import { certificate } from './en/certificate.ts';
import { citus, citusErrors } from './en/citus.ts';
import { cli } from './en/cli.ts';
import { counts } from './en/counts.ts';
import { cutover, cutoverErrors } from './en/cutover.ts';
import { desktop } from './en/desktop.ts';
import { errors } from './en/errors.ts';
import { exceptions } from './en/exceptions.ts';
import { exporting } from './en/export.ts';
import { choices, findingAlter, findings, severities } from './en/findings.ts';
import { fleet, fleetErrors } from './en/fleet.ts';
import { kit } from './en/kit.ts';
import { reasons } from './en/reasons.ts';
import { rehearsal } from './en/rehearsal.ts';
import { said } from './en/said.ts';
import { settings } from './en/settings.ts';
import { stages, statuses } from './en/stages.ts';
import { status, statusErrors } from './en/status.ts';
import { support } from './en/support.ts';
import { wizard } from './en/wizard.ts';

/** English, with exactly the keys of pt-BR. */
export const en = {
  auditReport,
  benchmark,
  certificate,
  citus,
  cli,
  counts,
  cutover,
  desktop,
  errors: { ...errors, ...cutoverErrors, ...statusErrors, ...fleetErrors, ...citusErrors },
  exceptions,
  export: exporting,
  findings,
  findingAlter,
  fleet,
  severities,
  choices,
  kit,
  reasons,
  rehearsal,
  said,
  settings,
  stages,
  status,
  statuses,
  support,
  wizard,
};

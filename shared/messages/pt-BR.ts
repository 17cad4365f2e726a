import { auditReport } from './pt-BR/audit-report.ts';
import { benchmark } from './pt-BR/benchmark.ts';
import { certificate } from './pt-BR/certificate.ts';
import { citus, citusErrors } from './pt-BR/citus.ts';
import { cli } from './pt-BR/cli.ts';
import { counts } from './pt-BR/counts.ts';
import { cutover, cutoverErrors } from './pt-BR/cutover.ts';
import { desktop } from './pt-BR/desktop.ts';
import { errors } from './pt-BR/errors.ts';
import { exceptions } from './pt-BR/exceptions.ts';
import { exporting } from './pt-BR/export.ts';
import { choices, findingAlter, findings, severities } from './pt-BR/findings.ts';
import { fleet, fleetErrors } from './pt-BR/fleet.ts';
import { kit } from './pt-BR/kit.ts';
import { reasons } from './pt-BR/reasons.ts';
import { rehearsal } from './pt-BR/rehearsal.ts';
import { said } from './pt-BR/said.ts';
import { settings } from './pt-BR/settings.ts';
import { stages, statuses } from './pt-BR/stages.ts';
import { status, statusErrors } from './pt-BR/status.ts';
import { support } from './pt-BR/support.ts';
import { wizard } from './pt-BR/wizard.ts';

/** Brazilian Portuguese, the reference. One file per area beside this one. */
export const ptBR = {
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

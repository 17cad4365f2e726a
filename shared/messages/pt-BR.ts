import { auditReport } from './pt-BR/audit-report.ts';
import { certificate } from './pt-BR/certificate.ts';
import { cli } from './pt-BR/cli.ts';
import { errors } from './pt-BR/errors.ts';
import { choices, findings, severities } from './pt-BR/findings.ts';
import { stages, statuses } from './pt-BR/stages.ts';

/** Brazilian Portuguese, the reference. One file per area beside this one. */
export const ptBR = {
  auditReport,
  certificate,
  cli,
  errors,
  findings,
  severities,
  choices,
  stages,
  statuses,
};

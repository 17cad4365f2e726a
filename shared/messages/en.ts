import { auditReport } from './en/audit-report.ts';
import { certificate } from './en/certificate.ts';
import { cli } from './en/cli.ts';
import { errors } from './en/errors.ts';
import { choices, findings, severities } from './en/findings.ts';
import { stages, statuses } from './en/stages.ts';

/** English, with exactly the keys of pt-BR. */
export const en = { auditReport, certificate, cli, errors, findings, severities, choices, stages, statuses };

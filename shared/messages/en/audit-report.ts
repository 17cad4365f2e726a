import type * as reference from '../pt-BR/audit-report.ts';

/** The report of an audit in HTML. */
export const auditReport: typeof reference.auditReport = {
  title: 'Audit of the database',
  findings: 'What was found',
  tables: 'Tables',
  columns: {
    finding: 'What it is',
    where: 'Where',
    count: 'How many',
    decision: 'Decision',
  },
};

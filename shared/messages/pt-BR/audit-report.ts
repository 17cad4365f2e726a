/** O relatório da auditoria em HTML. */
export const auditReport = {
  title: 'Auditoria do banco',
  findings: 'O que foi encontrado',
  tables: 'Tabelas',
  columns: {
    finding: 'O que é',
    where: 'Onde',
    count: 'Quantos',
    decision: 'Decisão',
  },
};

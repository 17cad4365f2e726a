import type pg from 'pg';
import type { Plan, Proposal } from '../../../shared/model/index.ts';
import { qualified, quoteIdent } from '../target/sql.ts';

/** What decides which proposals this server can take. */
export interface ServerFacts {
  version: number;
  /** Null where settings of the database are somebody else's. */
  ownDatabase: string | null;
  /** Schema of the extension with which `lower(…) like '%…%'` can have an index; null without it. */
  trigrams: string | null;
  /** Names of indexes, statistics and settings that an earlier benchmark left because they helped. */
  there: ReadonlySet<string>;
}

interface Draft extends Pick<Proposal, 'id' | 'sql' | 'undo' | 'helps' | 'setting'> {
  tables: string[];
  /** What it makes, to know it again; null for what leaves nothing to see. */
  makes: string | null;
  possible?: boolean;
}

/** Asks the server what it is and has. */
export async function serverFacts(client: pg.Client, schema: string): Promise<ServerFacts> {
  const { rows } = await client.query<{
    version: string;
    database: string | null;
    trigrams: string | null;
    there: string[];
  }>(
    `select current_setting('server_version_num') as version,
       (select datname::text from pg_database where datname = current_database()
         and pg_has_role(datdba, 'usage')) as database,
       (select n.nspname::text from pg_extension e join pg_namespace n on n.oid = e.extnamespace
         where e.extname = 'pg_trgm') as trigrams,
       array(
         select relname::text from pg_class where relnamespace = $1::text::regnamespace and relname like 'bench\\_%'
         union all select stxname::text from pg_statistic_ext
           where stxnamespace = $1::text::regnamespace and stxname like 'bench\\_%'
         union all select split_part(setting, '=', 1) from pg_db_role_setting s
           join pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) setting
           where d.datname = current_database() and s.setrole = 0 and setting like 'enable_partitionwise%=on'
       ) as there`,
    [quoteIdent(schema)],
  );
  const [facts] = rows;
  if (!facts) throw new Error('the server said nothing of itself');
  return {
    version: Number(facts.version),
    ownDatabase: facts.database,
    trigrams: facts.trigrams,
    there: new Set(facts.there),
  };
}

/**
 * What may make the questions faster, cheapest first. No index holds a value without a bound: one that is too long for
 * it would make an INSERT fail that works today.
 * @returns `notOurs`: ids of what would stay for good in tables that the application made, where undo takes out rows alone
 */
export function proposalsFor(
  plan: Plan,
  schema: string,
  facts: ServerFacts,
): { proposals: Proposal[]; applied: string[]; notOurs: string[] } {
  const tables = new Set(plan.tables.map((t) => t.target));
  const fitting = drafts(plan, schema, facts).filter(
    ({ tables: of, possible = true }) => possible && of.every((table) => tables.has(table)),
  );
  const adopted = new Set(plan.tables.filter((t) => t.adopted).map((t) => t.target));
  const isOurs = ({ makes, tables: of }: Draft) => makes === null || !of.some((table) => adopted.has(table));
  const isThere = ({ makes }: Draft) => makes !== null && facts.there.has(makes);
  return {
    proposals: fitting
      .filter((draft) => !isThere(draft) && isOurs(draft))
      .map(({ id, sql, undo, helps, setting }) => ({
        id,
        sql,
        undo,
        helps,
        setting,
        refused: null,
        outcome: null,
      })),
    applied: fitting.filter(isThere).map(({ id }) => id),
    notOurs: fitting.filter((draft) => !isThere(draft) && !isOurs(draft)).map(({ id }) => id),
  };
}

function drafts(plan: Plan, schema: string, { version, ownDatabase, trigrams }: ServerFacts): Draft[] {
  const named = (name: string) => qualified(schema, name);
  const partitioned = plan.tables.some((t) => t.target === 'telemetry_data' && t.partitions !== null);
  const setting = (id: string, name: string, helps: string[]): Draft => ({
    id,
    tables: ['telemetry_data'],
    makes: name,
    setting: name,
    possible: partitioned && ownDatabase !== null,
    sql: [`set ${name} = on`, `alter database ${quoteIdent(ownDatabase ?? '')} set ${name} = on`],
    undo: [`reset ${name}`, `alter database ${quoteIdent(ownDatabase ?? '')} reset ${name}`],
    helps,
  });
  const index = (id: string, makes: string, table: string, what: string, helps: string[]): Draft => ({
    id,
    tables: [table],
    makes,
    setting: null,
    sql: [`create index ${quoteIdent(makes)} on ${named(table)} ${what}`],
    undo: [`drop index ${named(makes)}`],
    helps,
  });
  const statistics = (id: string, makes: string, table: string, what: string, helps: string[]): Draft => ({
    id,
    tables: [table],
    makes,
    setting: null,
    sql: [`create statistics ${named(makes)} ${what} from ${named(table)}`, `analyze ${named(table)}`],
    undo: [`drop statistics ${named(makes)}`, `analyze ${named(table)}`],
    helps,
  });
  const vacuum = (id: string, table: string, helps: string[]): Draft => ({
    id,
    tables: [table],
    makes: null,
    setting: null,
    sql: [`vacuum (analyze) ${named(table)}`],
    undo: null,
    helps,
  });
  return [
    vacuum('vacuumTelemetry', 'telemetry_data', ['telemetryMeans', 'latestValues', 'deviceMonth']),
    vacuum('vacuumEvents', 'event_logs', ['eventsPage', 'eventsOfDay']),
    statistics(
      'statistics',
      'bench_telemetry_data_stats',
      'telemetry_data',
      '(ndistinct) on device_id, data_key',
      ['latestValues', 'deviceMonth'],
    ),
    {
      // How common a word is cannot be known without: the planner then reads everything instead of the newest rows.
      ...statistics('searchStatistics', 'bench_event_logs_words', 'event_logs', 'on lower(error_message)', [
        'eventSearch',
      ]),
      possible: version >= 140_000,
    },
    setting('partitionAggregates', 'enable_partitionwise_aggregate', ['latestValues', 'deviceMonth']),
    setting('partitionJoins', 'enable_partitionwise_join', ['latestValues']),
    {
      ...index(
        'searchIndex',
        'bench_event_logs_trigrams',
        'event_logs',
        `using gin (lower(error_message) ${qualified(trigrams ?? '', 'gin_trgm_ops')})`,
        ['eventSearch'],
      ),
      possible: trigrams !== null,
    },
    // Answers the question for the newest rows by itself, and brings their values along where these have a bound.
    {
      ...index(
        'latestIndex',
        'bench_telemetry_data_latest',
        'telemetry_data',
        `(device_id, data_key, id)${fits(plan, 'telemetry_data', ['data_key', 'data_value']) ? ' include (data_value)' : ''}`,
        ['latestValues'],
      ),
      possible: fits(plan, 'telemetry_data', ['data_key']),
    },
    {
      ...index(
        'eventsIndex',
        'bench_event_logs_type_time',
        'event_logs',
        '(event_type, timestamp desc, id desc)',
        ['eventsPage', 'eventsOfDay'],
      ),
      possible: fits(plan, 'event_logs', ['event_type', 'timestamp']),
    },
    index('channelsIndex', 'bench_relay_channels_board', 'relay_channels', '(board_id) include (is_active)', [
      'activeChannels',
    ]),
  ];
}

/** Bytes that a B-tree takes for certain: https://www.postgresql.org/docs/current/btree.html */
const mostBytes = 2000;

/**
 * True where no value of these columns can be too long for an index: by its type, or because the file's own index over
 * the column would refuse it already.
 */
function fits(plan: Plan, table: string, columns: string[]): boolean {
  const planned = plan.tables.find((t) => t.target === table);
  const types = planned?.columns ?? [];
  const indexed = (planned?.indexes ?? [])
    .filter((i) => i.fromSource && i.where === null)
    .flatMap((i) => i.terms);
  const bytes = columns.map((name) => {
    const type = types.find((c) => c.target === name)?.type.toLowerCase() ?? '';
    const length = /^(?:varchar|character varying)\((\d+)\)$/.exec(type)?.[1];
    if (length !== undefined) return Number(length) * 4;
    if (indexed.includes(quoteIdent(name))) return 8;
    return /^(smallint|integer|bigint|boolean|double precision|date|timestamp)/.test(type)
      ? 8
      : Number.POSITIVE_INFINITY;
  });
  return bytes.reduce((sum, each) => sum + each, 0) <= mostBytes;
}

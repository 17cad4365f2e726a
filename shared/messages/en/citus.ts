import type { citusErrors as errorsReference, citus as reference } from '../pt-BR/citus.ts';

/** Texts of a database with Citus, which places each schema on one of several servers. */
export const citus: typeof reference = {
  nodes: 'Nodes of Citus:',
  columns: { node: 'Node', schemas: 'Schemas', schema: 'Schema', mib: 'MiB' },
  more_one: 'and {{count, number}} more, in the document (--json)',
  more: 'and {{count, number}} more, in the document (--json)',
  role: 'Whoever is given the role {{role}} may read the views and the tables that they read, and nothing else.',
  views:
    'A question to the views brings the rows of all vehicles to the coordinator. Of one vehicle, ask its node: fleet.telemetry_of(schema, since, until).',
  rebalance:
    'Node {{full}} has much more than {{empty}}. Whoever looks after Citus evens them out with: {{sql}}',
  distribute_one:
    'Schema that is on the coordinator alone: {{count, number}}. Whoever looks after Citus places it on a node, with its data and without migrating again: {{sql}}',
  distribute:
    'Schemas that are on the coordinator alone: {{count, number}}. Whoever looks after Citus places them on the nodes, with their data and without migrating again: {{sql}}',
};

export const citusErrors: typeof errorsReference = {
  citus: {
    worker: {
      message:
        'The server {{host}}:{{port}} is one of the worker nodes of Citus; it is the coordinator ({{coordinator}}) that takes the migration.',
      hint: "Give the coordinator's address and repeat. Nothing was changed.",
    },
    node: {
      message:
        'Servers of the Citus cluster that do not answer the coordinator: {{nodes}} ({{reason, said}})',
      hint: 'Whoever looks after Citus checks that these servers are up and that the coordinator may log in there (select * from citus_check_cluster_node_health()). Then repeat; nothing was changed.',
    },
    adopted: {
      message:
        'Citus has placed tables of schema {{schema}} that the application made on nodes: {{tables}}. The rows of the migration could not be taken out of them exactly any more.',
      hint: 'Use another schema and let the migration make the tables, or tables that are on the coordinator alone. To undo a migration, whoever looks after Citus first brings the tables back to the coordinator (citus_schema_undistribute or undistribute_table). Nothing was changed.',
    },
  },
};

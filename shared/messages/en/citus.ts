import type { citusErrors as errorsReference, citus as reference } from '../pt-BR/citus.ts';

/** Texts of a database with Citus, which places each schema on one of several servers. */
export const citus: typeof reference = {};

export const citusErrors: typeof errorsReference = {
  citus: {
    worker: {
      message:
        'The server {{host}}:{{port}} is one of the worker nodes of Citus; it is the coordinator ({{coordinator}}) that takes the migration.',
      hint: 'Name the coordinator in --target and repeat. Nothing was changed.',
    },
    node: {
      message:
        'Servers of the Citus cluster that do not answer the coordinator: {{nodes}} ({{reason, said}})',
      hint: 'Whoever looks after Citus checks that these servers are up and that the coordinator may log in there (select * from citus_check_cluster_node_health()). Then repeat; nothing was changed.',
    },
  },
};

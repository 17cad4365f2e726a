import pg from 'pg';

/** Any number that no other test's lock has in the same database. */
const gate = 4711;

/**
 * Lets a run come as far as its first index and no further, until `open`: a moment that lasts as long as a test needs
 * it, on any computer. The schema `trap` stays in the database.
 */
export async function gateAtIndexes(url: string): Promise<{ open(): Promise<void> }> {
  const keeper = new pg.Client({ connectionString: url });
  keeper.on('error', () => {});
  await keeper.connect();
  await keeper.query(`
    create schema trap;
    create function trap.wait() returns event_trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(${gate}); end $$;
    create event trigger gate on ddl_command_start when tag in ('CREATE INDEX')
      execute function trap.wait()`);
  await keeper.query(`select pg_advisory_lock(${gate})`);
  let opened: Promise<void> | undefined;
  return {
    open() {
      opened ??= keeper.end();
      return opened;
    },
  };
}

import { farIds } from '../source/ids.ts';
import { quoteLiteral } from '../target/sql.ts';
import { refusals } from '../target/sqlstate.ts';

/** Ends a block that was to be undone. https://www.postgresql.org/docs/current/plpgsql-control-structures.html#PLPGSQL-ERROR-TRAPPING */
const undone = 'AC000';

/** A table that is not as planned, has no rights for us or a trigger that says no: an answer, and no broken check. */
const judged = '^(2[23]|42|P0)';

/**
 * Tries the inserts that the session's setting `autocore.trials` holds (an array of `Trial`), and puts an array of
 * answers in their place: null for one that works, else why not. Each leaves nothing behind, not even its lock.
 */
const body = `
declare
  trial record;
  trigger_name name;
  sequence text;
  next_id bigint;
  given bigint;
  highest bigint;
  copied bigint;
  statement text;
  refused text;
  answer text;
  answers jsonb := '[]';
begin
  for trial in
    select * from jsonb_to_recordset(current_setting('autocore.trials')::jsonb)
      as t (target text, id text, placed boolean, triggers text[], copied text, first text)
  loop
    refused := null;
    answer := null;
    begin
      -- Conflicts with every INSERT, not with readers.
      execute format('lock table %s in share row exclusive mode', trial.target);
      for trigger_name in
        select t.tgname from pg_trigger t
        where t.tgrelid = trial.target::regclass and t.tgname = any (trial.triggers) and t.tgenabled in ('O', 'A')
      loop
        execute format('alter table %s disable trigger %I', trial.target, trigger_name);
      end loop;
      sequence := pg_get_serial_sequence(trial.target, trial.id);
      if sequence is null then
        answer := format('column %s has no sequence', trial.id);
      else
        execute format('select s.last_value + case when s.is_called then p.seqincrement else 0 end
          from %s as s, pg_sequence as p where p.seqrelid = %L::regclass', sequence, sequence) into strict next_id;
        if not trial.placed then
          execute format('alter sequence %s restart with %s', sequence, next_id);
        end if;
        begin
          copied := 0;
          if trial.copied is not null then
            statement := trial.copied;
            if trial.placed then execute trial.copied into statement; end if;
            if statement is not null then
              execute statement;
              get diagnostics copied = row_count;
            end if;
          end if;
          if copied = 0 then execute trial.first; end if;
          raise exception 'undone' using errcode = '${undone}';
        exception when others or assert_failure then
          if sqlstate <> '${undone}' then
            if sqlstate !~ '${refusals.data}' then raise; end if;
            refused := sqlstate || ' ' || sqlerrm;
          end if;
        end;
        execute format('select last_value from %s where is_called', sequence) into given;
        -- Of the ids that are counted up to; the id given must not be there in any case.
        execute format('select max(%1$I) from %2$s where %1$I < ${farIds} or %1$I = $1 or $1 >= ${farIds}',
          trial.id, trial.target) into highest using coalesce(given, 0);
        if given is null then answer := coalesce(refused, format('no id came from %s', sequence));
        elsif given <= highest then
          answer := coalesce(refused, format('id %s is not past the highest, %s', given, highest));
        end if;
      end if;
      raise exception 'undone' using errcode = '${undone}';
    exception when others or assert_failure then
      if sqlstate <> '${undone}' then
        if sqlstate !~ '${judged}' then raise; end if;
        answer := sqlstate || ' ' || sqlerrm;
      end if;
    end;
    answers := answers || jsonb_build_array(answer);
  end loop;
  perform set_config('autocore.trials', answers::text, true);
end`;

/** The statement. */
export const trials = `do ${quoteLiteral(body)}`;

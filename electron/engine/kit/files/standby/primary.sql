-- Executado por primary.sh, que define address, password, keep e sync.
-- A senha não deve aparecer no log nem nas estatísticas do servidor.
set log_min_error_statement = panic;
set log_statement = none;
set log_min_duration_statement = -1;
set pg_stat_statements.track = none;
set search_path = pg_catalog, pg_temp;
set client_min_messages = warning;
-- Um segundo servidor que parou não deve prender o que o põe de lado.
set synchronous_commit = local;
select set_config('autocore.address', :'address', false) is null as ignored \gset
select set_config('autocore.sync', :'sync', false) is null as ignored \gset

do $$
declare
  address inet := current_setting('autocore.address');
begin
  if pg_is_in_recovery() then
    raise 'Este é um segundo servidor (em recuperação): execute no primeiro.';
  end if;
  if masklen(address) <> (case family(address) when 4 then 32 else 128 end) then
    raise 'STANDBY_ADDRESS é uma rede (%): só o endereço do segundo servidor.', address;
  end if;
  if current_setting('wal_level') = 'minimal' or current_setting('max_wal_senders')::int < 2 then
    raise 'wal_level = % e max_wal_senders = %: é preciso replica e 2 ou mais. Mude e reinicie o servidor.',
      current_setting('wal_level'), current_setting('max_wal_senders');
  end if;
  if current_setting('autocore.sync') = 'on'
    and not exists (select from pg_stat_replication where application_name = 'autocore_standby' and state = 'streaming') then
    raise 'O segundo servidor não acompanha agora: com --sync on nada mais se gravaria. Primeiro faça-o funcionar.';
  end if;
end
$$;

select 'create role autocore_standby' where not exists (select from pg_roles where rolname = 'autocore_standby') \gexec
alter role autocore_standby with login replication nosuperuser nocreatedb nocreaterole password :'password';

-- Para o comando status: sem isto não vê como os outros vão.
select 'grant pg_read_all_stats to autocore_owner' where exists (select from pg_roles where rolname = 'autocore_owner') \gexec

-- Um standby parado não deve encher o disco: além disto o slot se perde, e o standby se faz de novo.
alter system set max_slot_wal_keep_size = :'keep';
select 'alter system set synchronous_standby_names = autocore_standby' where :'sync' = 'on' \gexec
select 'alter system reset synchronous_standby_names' where :'sync' = 'off' \gexec

-- O pg_hba.conf, pelo próprio servidor: uma linha para um endereço. O que era fica ao lado.
create temporary table hba as
  select n, line from regexp_split_to_table(rtrim(pg_read_file(current_setting('hba_file')), E'\n'), '\n')
    with ordinality as t (line, n);
create temporary table wanted as
  select format('%s replication autocore_standby %s/%s scram-sha-256 # autocore',
    case when current_setting('ssl')::boolean then 'hostssl' else 'host' end, host(:'address'::inet),
    masklen(:'address'::inet)) as line;
-- Como CSV sem aspas possíveis: cada linha sai como entrou.
select format($f$copy (%s) to %L with (format csv, delimiter E'\x02', quote E'\x01', null '')$f$, content, file)
  from (values
    (1, current_setting('hba_file') || '.antes-autocore', $q$select nullif(line, '') from hba order by n$q$),
    (2, current_setting('hba_file'), $q$select nullif(line, '') from (
       select line, n from hba where line !~ '^host(ssl)? replication autocore_standby .* # autocore$'
       union all select line, 1000000 from wanted) as t order by n$q$)) as t (step, file, content)
  where not exists (select from hba join wanted using (line)) order by step \gexec

-- O que se perdeu não volta: um novo, para uma cópia nova.
do $$
begin
  perform pg_drop_replication_slot(slot_name) from pg_replication_slots
    where slot_name = 'autocore_standby' and wal_status = 'lost' and not active;
  if not exists (select from pg_replication_slots where slot_name = 'autocore_standby') then
    perform pg_create_physical_replication_slot('autocore_standby', true);
  end if;
end
$$;
select pg_reload_conf() as ignored \gset

select format('pg_hba.conf tem um erro na linha %s: %s', line_number, error) from pg_hba_file_rules where error is not null;
select format('O servidor só responde em %s: mude listen_addresses e reinicie-o, para o segundo o alcançar.', setting)
  from pg_settings where name = 'listen_addresses' and setting in ('localhost', '127.0.0.1', '')
  and not :'address'::inet <<= any ('{127.0.0.0/8,::1}'::inet[]);
select 'Pronto para o segundo servidor em ' || host(:'address'::inet) || case :'sync'
  when 'on' then '. Cada COMMIT espera por ele; se ele parar: primary.sh --sync off'
  when 'off' then '. Nenhum COMMIT espera por ele.' else '.' end;

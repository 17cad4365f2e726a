import { giga, type Machine, mega, settingLines, size } from '../server/settings.ts';

/**
 * Settings of a server that stays, for the machine where the kit is made: memory is shared with the application, and
 * nothing is given up of what survives a power cut.
 */
function kitSettings({ memory, disk, cores }: Machine): Record<string, string> {
  return {
    shared_buffers: size(memory / 4, 64 * mega, 4 * giga),
    effective_cache_size: size(memory / 2, 192 * mega, 64 * giga),
    work_mem: size(memory / 256, 4 * mega, 64 * mega),
    maintenance_work_mem: size(memory / 16, 32 * mega, giga),
    max_wal_size: size(disk / 20, 256 * mega, 4 * giga),
    max_connections: '100',
    max_parallel_workers_per_gather: String(Math.max(0, Math.min(2, cores - 1))),
    // Solid state and SD cards have no heads to move.
    random_page_cost: '1.1',
    wal_compression: 'on',
    checkpoint_timeout: '15min',
    shared_preload_libraries: 'pg_stat_statements',
    'pg_stat_statements.max': '2000',
    timezone: 'UTC',
    log_min_duration_statement: '2s',
  };
}

/** As a configuration file, with what it was sized for. */
export function settingsFile(machine: Machine): string {
  const { memory, cores } = machine;
  const processors = cores === 1 ? '1 núcleo' : `${cores} núcleos`;
  return `# Medidas para ${Math.round(memory / mega)} MiB de memória e ${processors}.\n${settingLines(kitSettings(machine))}`;
}

/** What the settings depend on. Sizes in bytes. */
export interface Machine {
  memory: number;
  /** Free space where the data are. */
  disk: number;
  cores: number;
  /** Size of /dev/shm, or null where there is none to look at. */
  sharedMemory: number | null;
}

export const mega = 2 ** 20;
export const giga = 2 ** 30;

/**
 * The server's configuration for this machine. Loading is made quick by memory and fewer checkpoints only: fsync,
 * synchronous_commit and full_page_writes stay on, so that what is committed survives a power cut.
 * https://www.postgresql.org/docs/current/populate.html
 */
export function serverSettings(machine: Machine, port: number): Record<string, string> {
  const workers = Math.max(0, Math.min(4, machine.cores - 1));
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // No socket file: its folder may be closed to us, and its path too long.
    unix_socket_directories: '',
    // Twice as much takes a tenth of a second more at each start, and gave nothing at 3 million rows: the system caches too.
    shared_buffers: size(machine.memory / 8, 64 * mega, giga),
    effective_cache_size: size(machine.memory / 2, 256 * mega, 64 * giga),
    maintenance_work_mem: size(machine.memory / 16, 64 * mega, giga),
    work_mem: size(machine.memory / 256, 4 * mega, 64 * mega),
    max_parallel_maintenance_workers: String(workers),
    max_wal_size: size(machine.disk / 20, 256 * mega, 8 * giga),
    // Nothing replicates from here: COPY into new tables and index builds may then leave out the WAL.
    wal_level: 'minimal',
    max_wal_senders: '0',
    wal_compression: 'on',
    checkpoint_timeout: '15min',
    // Containers often have 64 MB of shared memory, too little for parallel index builds.
    ...(machine.sharedMemory !== null && machine.sharedMemory < 512 * mega
      ? { dynamic_shared_memory_type: 'mmap' }
      : {}),
    // One file for each day of the week, each overwritten a week later.
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgresql-%a.log',
    log_file_mode: '0600',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_timezone: 'UTC',
    timezone: 'UTC',
    lc_messages: 'C',
  };
}

/** The settings as a configuration file. */
export function settingsFile(settings: Record<string, string>): string {
  return `# Written at every start; changes are lost.\n${settingLines(settings)}`;
}

/** A line each, as PostgreSQL reads them. */
export function settingLines(settings: Record<string, string>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
    .join('');
}

/** Bytes between two bounds, as a setting. */
export function size(bytes: number, min: number, max: number): string {
  return `${Math.floor(Math.min(Math.max(bytes, min), max) / mega)}MB`;
}

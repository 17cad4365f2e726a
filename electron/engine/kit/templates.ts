import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Major version of the server in the compose file: the one that is managed locally, too. */
const major = '18';
const templates = fileURLToPath(new URL('files', import.meta.url));

/** The files that are the same in every kit: path in the kit, text. */
export async function staticFiles(): Promise<[string, string][]> {
  const entries = await readdir(templates, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry): Promise<[string, string]> => {
        const file = join(entry.parentPath, entry.name);
        const text = await readFile(file, 'utf8');
        return [relative(templates, file).replaceAll('\\', '/'), text.replaceAll('@MAJOR@', major)];
      }),
  );
}

/** Settings of the application and passwords that were never anywhere else. */
export function environment(): string {
  const password = () => randomBytes(24).toString('base64url');
  return `# Aplicação
DATABASE_TYPE=postgresql
DB_USER=autocore_user
DB_PASSWORD=${password()}
DB_HOST=127.0.0.1
DB_PORT=5432
DB_NAME=autocore
# Só para um SQLite em outro lugar que o do código: DB_PATH=/opt/autocore/database/autocore.db

# Administração (não copiar)
POSTGRES_PASSWORD=${password()}
OWNER_PASSWORD=${password()}
PGADMIN_EMAIL=autocore@example.com
PGADMIN_PASSWORD=${password()}
BIND_ADDRESS=127.0.0.1
# local ou docker
BACKUP_VIA=local
BACKUP_KEEP=14

# Segundo servidor (standby/LEIAME.md): os endereços de um e de outro, como as máquinas se veem
PRIMARY_HOST=
PRIMARY_PORT=5432
STANDBY_ADDRESS=
STANDBY_PORT=5432
STANDBY_PASSWORD=${password()}
# De onde a aplicação chega ao segundo, se for de outra máquina: "192.168.4.10/32"
STANDBY_CLIENTS=
# O que o primeiro guarda no disco para um segundo que parou; além disto ele se faz de novo
STANDBY_MAX_WAL=2GB
`;
}

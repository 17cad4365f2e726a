// Runs before the tests, also on Node 20: gives a Debian machine what the tests want from it, and says what they
// will leave out elsewhere. Does nothing where everything is there.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findInitdb } from './initdb.mjs';

const wanted = [
  {
    what: 'Tests of the wizard in a browser',
    packages: ['chromium'],
    here: () => existsSync('/usr/bin/chromium') || existsSync('/usr/bin/chromium-browser'),
  },
  {
    what: 'Tests of the wizard in the Chromium without windows, which is faster,',
    packages: ['chromium-headless-shell'],
    here: () => existsSync('/usr/bin/chromium-headless-shell'),
  },
  { what: 'Tests against PostgreSQL 15', packages: ['postgresql'], here: () => findInitdb() !== null },
  {
    what: "Tests with the application's libraries",
    packages: ['python3-sqlalchemy', 'python3-psycopg2', 'alembic'],
    here: () => spawnSync('/usr/bin/python3', ['-c', 'import sqlalchemy, psycopg2, alembic']).status === 0,
  },
  {
    what: 'Tests with the readers of .env files',
    packages: ['python3-dotenv', 'libsystemd-shared'],
    here: () =>
      spawnSync('/usr/bin/python3', [fileURLToPath(new URL('../helpers/env-readers.py', import.meta.url))], {
        input: '',
      }).status === 0,
  },
];

const missing = wanted.filter(({ here }) => !here());
const canInstall =
  existsSync('/etc/debian_version') && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
if (missing.length > 0 && canInstall) {
  const packages = missing.flatMap((each) => each.packages);
  console.log(`Installing for the tests: ${packages.join(', ')}…`);
  // One after the other: a system that lacks one of them (Ubuntu) gets the others.
  if (apt('update', '-qq') === 0)
    for (const each of missing) apt('install', '-y', '-qq', '--no-install-recommends', ...each.packages);
}
for (const { what, packages, here } of missing) {
  if (!here()) console.log(`${what} are skipped (Debian: apt install ${packages.join(' ')}).`);
}

/** @param {string[]} args */
function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status;
}

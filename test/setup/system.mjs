// Runs before the tests, also on Node 20: gives a Debian machine what the tests want from it, and says what they
// will leave out elsewhere. Does nothing where everything is there.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findInitdb } from './initdb.mjs';

if (findInitdb() === null) {
  const canInstall =
    existsSync('/etc/debian_version') && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!canInstall) {
    console.log(
      'Tests against PostgreSQL 15 are skipped: no initdb on this machine (Debian: apt install postgresql).',
    );
  } else {
    console.log('Installing the system package postgresql for the tests…');
    if (
      apt('update', '-qq') !== 0 ||
      apt('install', '-y', '-qq', '--no-install-recommends', 'postgresql') !== 0
    ) {
      console.log('It could not be installed: tests against PostgreSQL 15 are skipped.');
    }
  }
}

/** @param {string[]} args */
function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status;
}

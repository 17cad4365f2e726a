import { readFileSync, statSync, truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openLog, withoutSecrets, withoutUrlPasswords } from '../../electron/engine/log.ts';
import { logPath } from '../../electron/engine/log-path.ts';
import { tempFolder } from '../helpers/folder.ts';

describe('the log', () => {
  it('holds no secret, wherever it stands', () => {
    const workspace = tempFolder();
    const log = openLog(workspace, 'info');
    const err = new Error('connect to postgresql://ana:s3gr%40do@host/db failed (password=s3gr@do)');
    log.error(
      { err, env: { PGPASSWORD: 's3gr@do', PGHOST: 'host' }, list: [{ token: 's3gr@do' }] },
      'failed',
    );
    const text = readFileSync(logPath(workspace), 'utf8');
    expect(text).not.toMatch(/s3gr/);
    expect(text).toContain('postgresql://ana:[hidden]@host/db');
    expect(text).toContain('"PGHOST":"host"');
  });

  it('leaves out what is below its level', () => {
    const workspace = tempFolder();
    const log = openLog(workspace, 'warn');
    log.info({}, 'quiet');
    log.warn({}, 'loud');
    log.error({}, 'louder');
    const lines = readFileSync(logPath(workspace), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'warn', msg: 'loud' },
      { level: 'error', msg: 'louder' },
    ]);
  });

  it('is closed to other users', () => {
    const workspace = tempFolder();
    openLog(workspace, 'info');
    expect(statSync(logPath(workspace)).mode & 0o077).toBe(0);
  });

  it('begins anew when it has grown large, and keeps the old one', () => {
    const workspace = tempFolder();
    openLog(workspace, 'info');
    truncateSync(logPath(workspace), 6 * 1024 * 1024);
    openLog(workspace, 'info');
    expect(statSync(logPath(workspace)).size).toBe(0);
    expect(statSync(`${logPath(workspace)}.old`).size).toBe(6 * 1024 * 1024);
  });
});

describe('hiding secrets', () => {
  it.each(['password', 'PGPASSWORD', 'dbPasswd', 'passphrase', 'token', 'secretKey', 'DB_PASS'])(
    'hides %s',
    (name) => {
      expect(withoutSecrets({ [name]: 'x' })).toEqual({ [name]: '[hidden]' });
    },
  );

  it.each(['passed', 'user', 'bypass_count'])('shows %s', (name) => {
    expect(withoutSecrets({ [name]: 'x' })).toEqual({ [name]: 'x' });
  });

  it.each([
    ['postgresql://u:p@h/d', 'postgresql://u:[hidden]@h/d'],
    ['postgres://u:p:q@[::1]:5432/d', 'postgres://u:[hidden]@[::1]:5432/d'],
    ['postgresql://u@h/d', 'postgresql://u@h/d'],
    [
      'postgresql://h/d?user=u&password=p%26&sslmode=require',
      'postgresql://h/d?user=u&password=[hidden]&sslmode=require',
    ],
    ["host=h password = 'p q' user=u", 'host=h password = [hidden] user=u'],
    ['https://example.org:8080/a', 'https://example.org:8080/a'],
  ])('%s', (line, expected) => {
    expect(withoutUrlPasswords(line)).toBe(expected);
  });
});

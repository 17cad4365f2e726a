import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { runOperation } from '../../electron/engine/client.ts';
import { logPath } from '../../electron/engine/log-path.ts';
import type { OperationName } from '../../electron/engine/operations.ts';
import type { Progress } from '../../shared/model/index.ts';
import { tempFolder } from '../helpers/folder.ts';

function logOf(workspace: string): Record<string, unknown>[] {
  const lines = readFileSync(logPath(workspace), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** A small database whose table takes seconds to read, in one go. */
function slowToRead(file: string): void {
  const db = new Database(file);
  const slow = `length(replace(hex(zeroblob(1500000 + id)), '00', 'a'))`;
  db.exec(`create table devices (id integer primary key, size integer as (${slow}))`);
  db.exec('create table events (id integer primary key)');
  const insert = db.prepare('insert into devices (id) values (?)');
  for (let id = 1; id <= 60; id++) insert.run(id);
  db.close();
}

describe('runOperation', () => {
  it('gives the result and progress up to the last', async () => {
    const folder = tempFolder();
    const seen: Progress[] = [];
    const result = await runOperation(
      'sample',
      { out: join(folder, 'a.db'), rows: 1000 },
      { workspace: join(folder, 'w'), onProgress: (progress) => seen.push(progress) },
    );
    expect(result.tables).toContainEqual({ name: 'telemetry_data', rows: 1000 });
    expect(seen.at(-1)).toMatchObject({ stage: 'load', done: 1100, total: 1100 });
  });

  it('keeps a log, and shows it to whoever asks', async () => {
    const workspace = tempFolder();
    const lines: string[] = [];
    await runOperation('runs', { workspace }, { workspace, onLog: (line) => lines.push(line) });
    expect(logOf(workspace).map(({ operation, msg }) => [operation, msg])).toEqual([
      ['runs', 'operation started'],
      ['runs', 'operation done'],
    ]);
    expect(lines.map((line) => JSON.parse(line))).toEqual(logOf(workspace));
  });

  it('brings an expected failure back with its code and values', async () => {
    const workspace = tempFolder();
    const out = join(workspace, 'a.db');
    writeFileSync(out, '');
    const failing = runOperation('sample', { out, rows: 1 }, { workspace });
    await expect(failing).rejects.toMatchObject({
      name: 'AppError',
      code: 'output.exists',
      params: { path: out },
    });
  });

  it('calls any other failure internal, with its stack trace in the log alone', async () => {
    const workspace = tempFolder();
    const unknown = 'nothing' as OperationName;
    const failing = runOperation(unknown, { workspace, action: 'status' }, { workspace });
    const params = { reason: 'operation is not a function', log: logPath(workspace) };
    await expect(failing).rejects.toMatchObject({ code: 'internal', params });
    const last = logOf(workspace).at(-1) as { err: { stack: string } };
    expect(last.err.stack).toContain('TypeError: operation is not a function\n    at ');
  });

  it('says that the workspace cannot be written', async () => {
    const workspace = join(tempFolder(), 'a file');
    writeFileSync(workspace, '');
    const failing = runOperation('runs', { workspace }, { workspace });
    await expect(failing).rejects.toMatchObject({
      code: 'workspace.unwritable',
      params: { path: workspace },
    });
  });

  it('says so when the log cannot be written', async () => {
    const workspace = tempFolder();
    mkdirSync(logPath(workspace));
    const failing = runOperation('runs', { workspace }, { workspace });
    await expect(failing).rejects.toMatchObject({ code: 'workspace.unwritable' });
  });

  it('stops on request, and leaves nothing half done', async () => {
    const workspace = tempFolder();
    const out = join(workspace, 'a.db');
    const cancel = new AbortController();
    const failing = runOperation(
      'sample',
      { out, rows: 900_000_000 },
      { workspace, signal: cancel.signal, onProgress: () => cancel.abort() },
    );
    await expect(failing).rejects.toMatchObject({ code: 'interrupted' });
    expect(existsSync(out)).toBe(false);
    expect(existsSync(`${out}.unfinished`)).toBe(false);
  });

  it('waits for a thread inside SQLite that has something to put back', async () => {
    const workspace = tempFolder();
    const source = join(workspace, 'a.db');
    slowToRead(source);
    const cancel = new AbortController();
    const failing = runOperation(
      'audit',
      { workspace, source, profile: 'compatible', report: null, language: 'en' },
      { workspace, signal: cancel.signal, onProgress: ({ table }) => table !== null && cancel.abort() },
    );
    await expect(failing).rejects.toMatchObject({ code: 'interrupted' });
    expect(readdirSync(join(workspace, 'scratch'))).toEqual([]);
  });

  it('does not begin when it was stopped before', async () => {
    const workspace = join(tempFolder(), 'w');
    const failing = runOperation('runs', { workspace }, { workspace, signal: AbortSignal.abort() });
    await expect(failing).rejects.toMatchObject({ code: 'interrupted' });
    expect(existsSync(workspace)).toBe(false);
  });
});

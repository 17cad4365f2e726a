import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { callNames, calls, eventNames } from '../../shared/contract.ts';

const token = 'A'.repeat(22);
const run = '20260101-1200-abcd';
const wishes = { profile: 'compatible', extras: true, choices: { types: {}, decisions: {} } };
const server = {
  kind: 'server',
  host: 'localhost',
  port: 5432,
  database: 'autocore',
  user: 'autocore_user',
  password: null,
  tls: 'prefer',
  certificates: null,
  schema: 'public',
};

/** Places in a schema where an object may hold more than it names. */
function openPlaces(schema: unknown, place: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema && !('additionalProperties' in schema) ? [place] : [];
  return [...own, ...Object.entries(schema).flatMap(([name, part]) => openPlaces(part, `${place}.${name}`))];
}

describe('the contract', () => {
  it('takes no more than it names', () => {
    for (const name of callNames) {
      expect(calls[name].input.safeParse(undefined).success, name).toBe(false);
      expect(calls[name].input.safeParse([]).success, name).toBe(false);
      // What lacks something else is refused for that, whatever more it has: the schemas tell.
      expect(openPlaces(z.toJSONSchema(calls[name].input, { io: 'input' }), name)).toEqual([]);
    }
    expect(openPlaces(z.toJSONSchema(z.object({ a: z.object({}) }), { io: 'input' }), 'x')).toHaveLength(2);
    expect(new Set([...callNames, ...eventNames]).size).toBe(callNames.length + eventNames.length);
  });

  it.each([
    ['sources.look', { source: token }],
    ['files.list', { folder: token, all: true }],
    ['runs.get', { run }],
    ['target.test', { target: server, ifNotEmpty: 'abort' }],
    ['target.test', { target: { kind: 'managed', schema: 'autocore' }, ifNotEmpty: 'replace' }],
    ['audit.start', { source: token, ...wishes }],
    ['job.migrate', { source: token, ...wishes, target: server, ifNotEmpty: 'abort', acceptDefaults: true }],
    ['job.resume', { run, password: null }],
    ['exports.save', { what: 'certificate', run, format: 'pdf', language: 'en' }],
    ['runs.exceptions', { run, filter: { table: null, action: null, codes: null }, offset: 0, limit: 500 }],
  ] as const)('%s takes %j', (name, input) => {
    expect(calls[name].input.safeParse(input).success).toBe(true);
  });

  it.each([
    // Paths are no tokens.
    ['sources.look', { source: '/etc/passwd' }],
    ['sources.look', { source: '../../../../../../secr' }],
    ['files.list', { folder: '/', all: true }],
    ['target.test', { target: { ...server, certificates: '/root/x.crt' }, ifNotEmpty: 'abort' }],
    // Runs are folders.
    ['runs.get', { run: '..' }],
    ['runs.get', { run: `${run}/../..` }],
    ['runs.get', { run: '20260101-1200-ABCD' }],
    // Names that PostgreSQL would cut off.
    ['target.test', { target: { ...server, schema: 'ã'.repeat(32) }, ifNotEmpty: 'abort' }],
    ['target.test', { target: { ...server, schema: '' }, ifNotEmpty: 'abort' }],
    ['target.test', { target: { ...server, port: 0 }, ifNotEmpty: 'abort' }],
    ['runs.exceptions', { run, filter: { table: null, action: null, codes: null }, offset: -1, limit: 500 }],
    ['runs.exceptions', { run, filter: { table: null, action: null, codes: null }, offset: 0, limit: 1e9 }],
  ] as const)('%s refuses %j', (name, input) => {
    expect(calls[name].input.safeParse(input).success).toBe(false);
  });
});

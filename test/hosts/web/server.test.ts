import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serve } from '../../../electron/hosts/web/serve.ts';
import { web } from '../../../shared/contract/web.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { ask, WebClient } from '../../helpers/web-client.ts';

/** A host on a free port, with one page, and a secret beside its pages. */
async function start(port = 0) {
  const folder = tempFolder();
  const pages = join(folder, 'pages');
  await mkdir(pages);
  await writeFile(join(pages, 'index.html'), '<!doctype html><title>AutoCore Migrate</title>');
  await writeFile(join(pages, '.hidden'), 'hidden');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  const links: string[] = [];
  const serving = await serve({
    workspace: join(folder, 'workspace'),
    env: { HOME: folder },
    language: 'en',
    port,
    folders: [folder],
    pages,
    onLink: (link) => links.push(link),
  });
  onTestFinished(() => serving.close());
  return { ...serving, links, folder };
}

describe('links', () => {
  it('open one session each, and there is always a fresh one', async () => {
    const { links, port } = await start();
    const [first = ''] = links;
    expect(first).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/#[\\w-]{43}$`));

    const client = await WebClient.open(first);
    expect(await client.value('app.info', {})).toMatchObject({ host: 'browser', language: 'en' });
    expect(links).toHaveLength(2);
    await expect(WebClient.open(first)).rejects.toThrow('not connected');
    const other = await WebClient.open(links[1] ?? '');
    expect(other.session).not.toBe(client.session);
    // The first session lives on.
    expect((await client.call('app.info', {})).ok).toBe(true);
  });

  it('are no sessions, and sessions no links', async () => {
    const { links } = await start();
    const client = await WebClient.open(links[0] ?? '');
    expect(await client.exchange(client.session)).toMatchObject({
      ok: false,
      error: { code: 'host.noSession' },
    });
    const pretender = new WebClient(client.port);
    pretender.session = new URL(links[1] ?? '').hash.slice(1);
    expect(await pretender.call('app.info', {})).toMatchObject({
      ok: false,
      error: { code: 'host.noSession' },
    });
  });
});

describe('calls', () => {
  it.each([
    ['without a session', { authorization: '' }, 401],
    ['from another page', { origin: 'http://evil.example' }, 403],
    ['under another name (DNS rebinding)', { host: 'evil.example', origin: 'http://evil.example' }, 403],
    ['in another form than JSON', { 'content-type': 'text/plain' }, 415],
  ])('%s are refused', async (_name, headers, status) => {
    const { links } = await start();
    const client = await WebClient.open(links[0] ?? '');
    const answer = await client.post(`${web.call}app.info`, {}, headers);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/^host\./) },
    });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('that are none, or have another input, come back as data', async () => {
    const { links } = await start();
    const client = await WebClient.open(links[0] ?? '');
    for (const [name, input] of [
      ['constructor', {}],
      ['app.info', { extra: 1 }],
      ['sources.look', { source: '/etc/passwd' }],
      ['runs.get', { run: '../../..' }],
    ] as const) {
      const { status, body } = await client.post(web.call + name, input);
      expect([status, JSON.parse(body)]).toMatchObject([
        200,
        { ok: false, error: { code: 'host.badInput' } },
      ]);
    }
    const token = await client.call('sources.look', { source: 'a'.repeat(22) });
    expect(token).toMatchObject({ ok: false, error: { code: 'host.unknownFile' } });
  });

  it('do not answer a preflight of another page', async () => {
    const { port } = await start();
    const answer = await ask(port, {
      method: 'OPTIONS',
      path: `${web.call}app.info`,
      headers: {
        origin: 'http://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });
    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('events', () => {
  it('flow to a session, and to nobody else', async () => {
    const { links } = await start();
    const client = await WebClient.open(links[0] ?? '');
    const told = Promise.withResolvers<unknown>();
    const socket = await client.events((name, value) => {
      if (name === 'job') told.resolve(value);
    });
    // The subprotocol that comes back is not the session.
    expect(socket.protocol).toBe(web.protocol);
    await client.value('job.dismiss', {});
    expect(await told.promise).toBeNull();
    socket.close();

    const session = web.sessionPrefix + client.session;
    const refusals: [string[], string | undefined][] = [
      [[web.protocol], client.origin],
      [[web.protocol, `${web.sessionPrefix}${'x'.repeat(43)}`], client.origin],
      [[web.protocol, session], 'http://evil.example'],
      [[web.protocol, session], undefined],
    ];
    for (const [protocols, origin] of refusals) {
      const opened = client.events(() => {}, protocols, origin ?? '');
      await expect(opened).rejects.toThrow(/Unexpected server response: 40[13]/);
    }
  });
});

describe('pages', () => {
  it('come with headers that let nothing else in', async () => {
    const { port } = await start();
    const { status, headers, body } = await ask(port, { path: '/' });
    expect([status, body]).toEqual([200, '<!doctype html><title>AutoCore Migrate</title>']);
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    expect(headers).not.toHaveProperty('set-cookie');
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/../../secret.txt',
    '/..%5csecret.txt',
    '/%252e%252e/secret.txt',
    '//secret.txt',
    '/.hidden',
    '/%00',
  ])('%s leads nowhere', async (path) => {
    const { port } = await start();
    const { status, body } = await ask(port, { path });
    expect([400, 403, 404]).toContain(status);
    expect(body).not.toContain('secret\n');
    expect(body).not.toMatch(/^(secret|hidden)$/);
  });

  it('are for this computer alone', async () => {
    const { port } = await start();
    const { status, headers } = await ask(port, { path: '/', headers: { host: 'evil.example' } });
    expect([status, headers['content-type']]).toEqual([403, expect.stringContaining('application/json')]);
  });
});

describe('files', () => {
  it('are browsed inside the allowed folders alone', async () => {
    const { links, folder } = await start();
    const client = await WebClient.open(links[0] ?? '');
    await writeFile(join(folder, 'autocore.db'), 'SQLite format 3\0');
    const [root] = await client.value('files.roots', {});
    const listing = await client.value('files.list', { folder: root?.token ?? '', all: false });
    expect(listing.parent).toBeNull();
    expect(listing.entries.map(({ name, kind }) => [name, kind])).toEqual([
      ['pages', 'folder'],
      ['workspace', 'folder'],
      ['autocore.db', 'file'],
    ]);
    const inner = await client.value('files.list', { folder: listing.entries[0]?.token ?? '', all: true });
    expect(inner.parent).toBe(root?.token);
    expect(inner.entries.map(({ name }) => name)).toEqual(['.hidden', 'index.html']);
    const taken = await client.value('files.take', { file: listing.entries[2]?.token ?? '' });
    expect(taken.name).toBe('autocore.db');
    const dialog = await client.call('files.pick', { purpose: 'source' });
    expect(dialog).toMatchObject({ ok: false, error: { code: 'host.notOffered' } });
  });
});

describe('a port', () => {
  it('that is taken is said so, in words', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(start(port)).rejects.toMatchObject({ code: 'host.port', params: { port } });
  });
});

import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { METHODS } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHost } from '../../../electron/hosts/shared/host.ts';
import { Downloads } from '../../../electron/hosts/web/downloads.ts';
import { Presence } from '../../../electron/hosts/web/presence.ts';
import { startWebServer } from '../../../electron/hosts/web/server.ts';
import { Sessions } from '../../../electron/hosts/web/sessions.ts';
import { web } from '../../../shared/contract/web.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { type RawAnswer, rawRequest, requestText } from '../../helpers/raw-http.ts';
import { spellings } from './spellings.ts';

const page = '<!doctype html><title>AutoCore Migrate</title>';

/** A server that tells its routes, over a host that tells what is asked of it, with a document to fetch. */
async function start() {
  const folder = tempFolder();
  const pages = join(folder, 'pages');
  await mkdir(pages);
  await writeFile(join(pages, 'index.html'), page);
  await writeFile(join(folder, 'secret.txt'), 'secret');
  const real = await createHost({
    kind: 'browser',
    workspace: join(folder, 'workspace'),
    env: { HOME: folder },
    language: 'en',
    surroundings: {
      ...{
        pick: null,
        pickSeveral: null,
        browse: [folder],
        drop: false,
        keychain: null,
        printPdf: null,
        reveal: null,
      },
      deliver: (document) => downloads.add(document),
    },
  });
  const done: string[] = [];
  const host: typeof real = {
    ...real,
    call: (name, input) => {
      done.push(`call ${String(name)}`);
      return real.call(name, input);
    },
    on: (listener) => {
      done.push('listen');
      return real.on(listener);
    },
  };
  const downloads = new Downloads(join(folder, 'workspace'));
  const sessions = new Sessions(() => done.push('session'));
  const routes: { method: string; path: string }[] = [];
  const server = await startWebServer({
    ...{ host, sessions, downloads, pages, port: 0, presence: new Presence() },
    onRoute: ({ method, url }) => {
      for (const each of [method].flat()) routes.push({ method: each, path: url });
    },
  });
  onTestFinished(async () => {
    await real.close();
    await server.close();
    await downloads.close();
  });
  const saved = await downloads.add({
    ...{ name: 'plan.sql', extension: 'sql' },
    write: (path) => writeFile(path, 'create table t (a int)'),
  });
  const download = saved.kind === 'download' ? saved.url : '';
  return { port: server.port, routes, done, download, sessions, folder, pages };
}

type Started = Awaited<ReturnType<typeof start>>;

/** A path that leads to a route: something that is there for each of its parameters. */
function pathTo(route: string, { download }: Started): string {
  return route
    .replace(':name', 'app.info')
    .replace(':token', download.slice(web.download.length))
    .replace('*', 'index.html');
}

/** What a program of this computer sends: everything right but the session, which it does not have. */
function headers(port: number, more: string[] = []): string[] {
  const own = `127.0.0.1:${port}`;
  return [`Host: ${own}`, `Origin: http://${own}`, 'Sec-Fetch-Site: same-origin', ...more];
}

const json = ['Content-Type: application/json', 'Content-Length: 2', 'Connection: close'];
const upgrade = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** True for an answer that gives nothing away: none, a refusal, or the page, which is for everybody. */
function isRefusal({ status, head, body }: RawAnswer): boolean {
  if (status === 0 || status >= 400) return !body.includes('secret') && !body.includes('create table');
  return status === 200 && /content-type: text\/html/.test(head) && (body === page || body === '');
}

/** Sends them all, some at a time. Returns those that were not refused. */
async function passed(port: number, texts: string[]): Promise<string[]> {
  const found: string[] = [];
  const waiting = [...new Set(texts)];
  const work = async (): Promise<void> => {
    for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
      const answer = await rawRequest(port, text);
      if (!isRefusal(answer)) found.push(`${text.split('\r\n')[0]} → ${answer.head.split('\r\n')[0]}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return found;
}

describe('without a session', () => {
  it('no spelling of any route is answered, and nothing is done', async () => {
    const started = await start();
    const { port, routes, done } = started;
    expect(routes.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining([
        `POST ${web.call}:name`,
        `GET ${web.download}:token`,
        `GET ${web.events}`,
        `POST ${web.session}`,
        'GET /*',
      ]),
    );
    const texts = routes.flatMap(({ method, path }) =>
      spellings(pathTo(path, started), port).flatMap((target) =>
        [...new Set([method, 'GET', 'POST', 'HEAD', 'OPTIONS'])].map((each) =>
          requestText(each, target, headers(port, json), '{}'),
        ),
      ),
    );
    expect(texts.length).toBeGreaterThan(1000);
    expect(await passed(port, texts)).toEqual([]);
    expect(done).toEqual([]);
  });

  it('no method of any route is', async () => {
    const started = await start();
    const { port, routes, done } = started;
    const texts = routes.flatMap(({ path }) =>
      [...METHODS, 'QUERY', 'BREW', 'get', 'Post'].map((method) =>
        requestText(method, pathTo(path, started), headers(port, json), '{}'),
      ),
    );
    expect(await passed(port, texts)).toEqual([]);
    expect(done).toEqual([]);
  });

  it('no WebSocket is opened on any path', async () => {
    const started = await start();
    const { port, routes, done } = started;
    const protocols = [
      [],
      [`Sec-WebSocket-Protocol: ${web.protocol}`],
      [`Sec-WebSocket-Protocol: ${web.protocol}, ${web.sessionPrefix}${'x'.repeat(43)}`],
    ];
    const texts = routes.flatMap(({ path }) =>
      spellings(pathTo(path, started), port).flatMap((target) =>
        protocols.map((each) => requestText('GET', target, headers(port, [...upgrade, ...each]))),
      ),
    );
    const answers = await Promise.all(texts.slice(0, 3).map((text) => rawRequest(port, text)));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(await passed(port, texts)).toEqual([]);
    expect(done).toEqual([]);
  });

  it('no other header stands in for one', async () => {
    const started = await start();
    const { port, done } = started;
    const forged = 'x'.repeat(43);
    const texts = [
      ['Authorization: Bearer'],
      ['Authorization: Bearer undefined'],
      ['Authorization: Bearer null', `Authorization: Bearer ${forged}`],
      [`Cookie: session=${forged}`],
      ['X-Original-URL: /index.html', 'X-Rewrite-URL: /index.html'],
      ['X-HTTP-Method-Override: GET'],
      ['X-Forwarded-Host: 127.0.0.1', 'X-Forwarded-For: 127.0.0.1'],
      [`Sec-WebSocket-Protocol: ${web.protocol}, ${web.sessionPrefix}${forged}`],
      ['Upgrade: websocket'],
      ['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'],
      ['Expect: 100-continue'],
    ].map((more) => requestText('POST', `${web.call}app.info`, headers(port, [...more, ...json]), '{}'));
    expect(await passed(port, texts)).toEqual([]);
    expect(done).toEqual([]);
  });

  it('a request whose end is told in two ways is none, nor is what follows', async () => {
    const { port, done, sessions } = await start();
    const bearer = `Authorization: Bearer ${sessions.open(sessions.link)}`;
    done.length = 0;
    const inner = requestText('POST', `${web.call}app.info`, headers(port, [bearer, ...json]), '{}');
    const own = headers(port, ['Content-Type: application/json']);
    for (const text of [
      requestText(
        'POST',
        '/',
        [...own, 'Transfer-Encoding: chunked', 'Content-Length: 5'],
        `0\r\n\r\n${inner}`,
      ),
      requestText('POST', '/', [...own, 'Content-Length: 0', `Content-Length: ${inner.length}`], inner),
      requestText('POST', '/', [...own, 'Transfer-Encoding: xchunked'], `0\r\n\r\n${inner}`),
      requestText('POST', '/', [...own, 'Content-Length: +0'], inner),
      requestText('GET', '/', own, inner).replaceAll('\r\n', '\n'),
    ]) {
      const { status, body } = await rawRequest(port, text);
      // 401: refused for its head already, and the connection closed over its body.
      expect([text, status]).toEqual([text, expect.toBeOneOf([400, 401])]);
      expect(body).not.toContain('"ok":true');
    }
    expect(done).toEqual([]);
  });

  it('a request that gives two names to this host has none', async () => {
    const { port } = await start();
    const own = `Host: 127.0.0.1:${port}`;
    const ask = (target: string, lines: string[]) =>
      rawRequest(port, requestText('GET', target, [...lines, 'Connection: close']));
    expect((await ask('/', [own])).status).toBe(200);
    for (const [target, lines] of [
      ['/', [own, 'Host: evil.example']],
      ['/', ['Host: evil.example', own]],
      ['/', [own, own]],
      [`http://evil.example/`, [own]],
      [`http://127.0.0.1:${port}/`, [own]],
      ['/', ['Host:']],
      ['/', [`Host: 127.0.0.1:${port}.`]],
      ['/', [`Host: 127.0.0.1:${port}/`]],
      ['/', [`Host: 127.1:${port}`]],
      ['/', [`Host: [::1]:${port}`]],
      ['/', []],
    ] as const) {
      const { status } = await ask(target, [...lines]);
      expect([target, lines, status]).toEqual([target, lines, expect.toBeOneOf([400, 403])]);
    }
  });
});

describe('with a session', () => {
  it('the same requests are answered', async () => {
    const { port, done, download, sessions } = await start();
    const session = sessions.open(sessions.link);
    const bearer = `Authorization: Bearer ${session}`;
    done.length = 0;
    const call = requestText('POST', `${web.call}app.info`, headers(port, [bearer, ...json]), '{}');
    expect((await rawRequest(port, call)).body).toContain('"ok":true');
    // An encoded letter is the same path.
    const encoded = call.replace('/api', '/%61pi');
    expect((await rawRequest(port, encoded)).body).toContain('"ok":true');
    const socket = [...upgrade, `Sec-WebSocket-Protocol: ${web.protocol}, ${web.sessionPrefix}${session}`];
    expect((await rawRequest(port, requestText('GET', web.events, headers(port, socket)))).status).toBe(101);
    expect(done).toEqual(['call app.info', 'call app.info', 'listen']);

    const fetch = (method: string) =>
      rawRequest(port, requestText(method, download, headers(port, [bearer, 'Connection: close'])));
    // Asking for the head alone does not use the document up.
    expect((await fetch('HEAD')).status).toBe(404);
    expect((await fetch('GET')).body).toContain('create table t');
    expect((await fetch('GET')).status).toBe(404);
  });
});

describe('pages', () => {
  it('are files of their folder, not what links in it lead to', async () => {
    const { port, folder, pages } = await start();
    await symlink(join(folder, 'secret.txt'), join(pages, 'link.txt'));
    await symlink(folder, join(pages, 'up'));
    await writeFile(join(pages, 'own.txt'), 'own');
    const ask = (target: string) =>
      rawRequest(port, requestText('GET', target, headers(port, ['Connection: close'])));
    expect((await ask('/own.txt')).body).toContain('own');
    for (const target of [
      '/link.txt',
      '/up/secret.txt',
      '/up/',
      '/up',
      '/%6cink.txt',
      '/own.txt/../link.txt',
    ]) {
      const { status, body } = await ask(target);
      expect([target, status]).toEqual([target, expect.toBeOneOf([400, 403, 404])]);
      expect(body).not.toMatch(/^secret/);
    }
  });
});

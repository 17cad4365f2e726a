import type { WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { askedFor, isOwnPage, isOwnRequest } from '../../../electron/hosts/desktop/address.ts';
import { requireOwnPage } from '../../../electron/hosts/desktop/sender.ts';

const page = 'app://autocore-migrate';

describe('an address', () => {
  it.each([
    [`${page}/index.html`, { kind: 'page', path: 'index.html' }],
    [`${page}/assets/index-B7x_.js`, { kind: 'page', path: 'assets/index-B7x_.js' }],
    [`${page}/index.html?x=1#step`, { kind: 'page', path: 'index.html' }],
    // A URL cannot leave its root: what is left of the dots stays inside.
    [`${page}/../../package.json`, { kind: 'page', path: 'package.json' }],
    [`${page}/%2e%2e/%2e%2e/package.json`, { kind: 'page', path: 'package.json' }],
    ['app://document/abc', { kind: 'document', token: 'abc' }],
  ])('%s asks for %j', (address, expected) => {
    expect(askedFor(address)).toEqual(expected);
  });

  it.each([
    `${page}/`,
    page,
    `${page}/..%2f..%2fpackage.json`,
    `${page}/assets/..%2f..%2f..%2fpackage.json`,
    `${page}/..%5c..%5cpackage.json`,
    `${page}/%00`,
    `${page}/%`,
    `${page}//etc/passwd`,
    `${page}/%2fetc/passwd`,
    `${page}/C:/Windows/win.ini`,
    'app://document/a/b',
    'app://document/..%2fx',
    'app://other/index.html',
    'file:///etc/passwd',
    'http://autocore-migrate/index.html',
    'no address',
  ])('%s asks for nothing', (address) => {
    expect(askedFor(address)).toBeNull();
  });

  it.each([
    [`${page}/index.html`, true],
    [`${page}/other.html#x`, true],
    ['app://document/abc', false],
    ['app://autocore-migrate.evil.example/index.html', false],
    ['app://autocore-migrate@evil.example/index.html', false],
    ['https://autocore-migrate/index.html', false],
    ['file:///index.html', false],
    ['about:blank', false],
    ['', false],
  ])('%s is our page: %s', (address, expected) => {
    expect(isOwnPage(address)).toBe(expected);
  });

  it.each([
    ['app://autocore-migrate/x.js', true],
    ['data:image/png;base64,AA', true],
    ['blob:app://autocore-migrate/1', true],
    ['http://127.0.0.1/', false],
    ['https://example.com/', false],
    ['file:///etc/passwd', false],
    ['ws://127.0.0.1/', false],
    ['application:x', false],
  ])('%s may be loaded: %s', (address, expected) => {
    expect(isOwnRequest(address)).toBe(expected);
  });
});

describe('the sender of a call', () => {
  const contents = {} as WebContents;
  const frame = { url: `${page}/index.html`, parent: null };
  const refused: [string, Parameters<typeof requireOwnPage>[1]][] = [
    ['another window', { sender: {}, senderFrame: frame }],
    ['a frame that is gone', { sender: contents, senderFrame: null }],
    ['a frame inside', { sender: contents, senderFrame: { ...frame, parent: frame as never } }],
    ['another page', { sender: contents, senderFrame: { ...frame, url: 'https://evil.example/' } }],
    ['a document', { sender: contents, senderFrame: { ...frame, url: 'app://document/abc' } }],
  ];
  it('is our page', () => {
    expect(() => requireOwnPage(contents, { sender: contents, senderFrame: frame })).not.toThrow();
  });
  it.each(refused)('is not %s', (_name, event) => {
    expect(() => requireOwnPage(contents, event)).toThrow('refused');
  });
});

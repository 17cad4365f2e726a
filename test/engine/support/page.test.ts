import { describe, expect, test } from 'vitest';
import type { Known } from '../../../electron/engine/support/files.ts';
import { renderSupport } from '../../../electron/engine/support/page.ts';
import { AppError } from '../../../shared/errors.ts';
import { languages } from '../../../shared/messages/index.ts';
import { shortCode } from '../../../shared/short-codes/index.ts';
import { runState } from '../../helpers/certificate.ts';

const lost = new AppError('target.lost', { host: 'oficina', port: 5432, reason: 'ECONNRESET' });

/** A run that stopped while it loaded, of which little is there. */
function known(changes: Partial<Known> = {}): Known {
  return {
    state: runState({
      status: 'interrupted',
      stage: 'load',
      finishedAt: null,
      seconds: { snapshot: 1.5, audit: 2, plan: 0.1, prepare: 0.4, load: 61 },
      error: { code: lost.code, message: lost.message, hint: '' },
    }),
    givenPlan: null,
    plan: null,
    audit: null,
    certificate: null,
    exceptions: { records: [], more: false },
    server: { max_connections: '100' },
    log: [JSON.stringify({ level: 'error', time: '2026-01-01T10:00:00Z', msg: 'lost <b>', run: 'x' })],
    system: { tool: '1', node: 'v24', platform: 'linux', release: '6', arch: 'x64', memory: 8e9, free: 4e9 },
    wizard: {
      format: 1,
      tool: '1',
      writtenAt: '2026-01-01T10:00:00Z',
      phase: 'before',
      cutover: null,
      prediction: null,
      moreExceptions: false,
      unreadable: [],
    },
    ...changes,
  };
}

describe.each(languages)('the page of a bundle in %s', (language) => {
  test('says where it stopped, by the code to read aloud and in words', () => {
    const page = renderSupport(known(), language);
    const short = shortCode('error', 'target.lost') ?? expect.unreachable();
    expect(page).toContain(short);
    expect(page).toContain('oficina');
    expect(page).not.toContain('{&quot;host&quot;');
    // As far as it came: one stage stopped, those behind it did not begin.
    const states = language === 'en' ? /stopped here|not begun|done/g : /parou aqui|não começou|concluída/g;
    const cells = [...page.matchAll(/<th scope="row">[^<]*<\/th><td>(.*?)<\/td>/g)].map(
      ([, cell = '']) => cell,
    );
    const told = cells.flatMap((cell) => cell.match(states) ?? []);
    const [done, here, not] =
      language === 'en' ? ['done', 'stopped here', 'not begun'] : ['concluída', 'parou aqui', 'não começou'];
    expect(told).toEqual([done, done, done, done, here, not, not, not]);
    expect(page).toContain('1 min 1 s');
  });

  test('needs nothing else, runs nothing, and takes no word of a log for marks', () => {
    const page = renderSupport(known(), language);
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|src=|href=|\{\{\w+\}\}|>undefined|\[object/);
    expect(page).toContain('lost &lt;b&gt;');
  });

  test('says what is damaged, and that there is no error where there is none', () => {
    const whole = { ...known().state, error: null };
    const wizard = { ...known().wizard, unreadable: ['plan.json'] };
    const page = renderSupport(known({ state: whole, wizard }), language);
    expect(page).toContain('plan.json');
    expect(page).toContain(language === 'en' ? 'No error was noted.' : 'Nenhum erro registrado.');
  });
});

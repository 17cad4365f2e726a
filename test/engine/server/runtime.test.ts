import { expect, test } from 'vitest';
import { requireRuntime } from '../../../electron/engine/server/runtime.ts';
import { errorData, translator } from '../../../shared/messages/index.ts';

const seen = (code: number | null, output = '') => {
  try {
    requireRuntime('C:\\postgres.exe', { code, output });
    return null;
  } catch (error) {
    return error;
  }
};

test.each([
  [3221225781, '0xC0000135'],
  [3221225477, '0xC0000005'],
  [3221225595, '0xC000007B'],
])('an end with %d is a missing or old runtime, and it is said where to get it', (code, reason) => {
  const error = seen(code);
  expect(error).toMatchObject({ code: 'server.runtime', params: { program: 'C:\\postgres.exe', reason } });
  for (const language of ['pt-BR', 'en'] as const) {
    const { message, hint } = errorData(error, translator(language));
    expect(message).toContain('Visual C++');
    expect(hint).toContain('https://aka.ms/vs/17/release/vc_redist.x64.exe');
  }
});

test('initdb tells how its child ended', () => {
  const output = 'running bootstrap script ... child process was terminated by exception 0xC0000135';
  expect(seen(1, output)).toMatchObject({ code: 'server.runtime' });
  expect(seen(1, 'child process was terminated by exception 0xC00000FD')).toBeNull();
});

test('any other end is not', () => {
  expect([seen(0), seen(1), seen(null), seen(0, 'exception 0xC0000135')]).toEqual([null, null, null, null]);
});

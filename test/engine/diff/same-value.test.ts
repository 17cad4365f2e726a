import { expect, it } from 'vitest';
import { sameValue } from '../../../electron/engine/diff/same-value.ts';
import type { ConversionName } from '../../../shared/model/index.ts';

it.each<[ConversionName, string, string, boolean]>([
  ['numeric', '1.50', '1.5', true],
  ['numeric', '1.50', '1.05', false],
  ['numeric', '100', '1', false],
  ['integer', '5.0', '5', true],
  ['double', '0.1', '1e-1', true],
  ['double', '0', '-0', false],
  ['double', '', '0', false],
  ['real', '0.1', '0.10000000149011612', true],
  ['real', '0.1', '0.2', false],
  ['interval', '1 day', '24:00:00', true],
  ['interval', '1 mon', '30 days', false],
  ['interval', '1 mon', '1 mon', true],
  ['interval', '1 day', '24:00:01', false],
  ['interval', 'never', '24:00:00', false],
  ['text', 'a', 'a ', false],
])('%s: %s and %s', (conversion, a, b, same) => {
  expect(sameValue(conversion, a, b)).toBe(same);
  expect(sameValue(conversion, b, a)).toBe(same);
});

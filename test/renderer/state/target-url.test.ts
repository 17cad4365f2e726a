import { describe, expect, test } from 'vitest';
import { fieldsOf } from '../../../renderer/state/target-url.ts';

describe('a URL that is pasted', () => {
  test.each([
    [
      'postgresql://ana:s%40nha%2F%3A@db.oficina.com.br:5433/autocore?sslmode=verify-full',
      {
        ...{ kind: 'server', host: 'db.oficina.com.br', port: 5433, database: 'autocore' },
        ...{ user: 'ana', password: 's@nha/:', tls: 'verify-full' },
      },
    ],
    ['postgres://localhost', { kind: 'server', host: 'localhost', port: 5432 }],
    [
      '  postgresql+psycopg2://u:a:b@h/d\n',
      { kind: 'server', host: 'h', port: 5432, user: 'u', password: 'a:b', database: 'd' },
    ],
    ['POSTGRES://u@[::1]:6000/d', { kind: 'server', host: '::1', port: 6000, user: 'u', database: 'd' }],
    [
      'postgresql://u@h/d?schema=oficina&sslmode=nonsense',
      { kind: 'server', host: 'h', port: 5432, user: 'u', database: 'd', schema: 'oficina' },
    ],
    [
      'postgresql://u@h/banco%20do%20Jo%C3%A3o',
      { kind: 'server', host: 'h', port: 5432, user: 'u', database: 'banco do João' },
    ],
  ])('%s', (text, fields) => {
    expect(fieldsOf(text)).toEqual(fields);
  });

  test.each([
    'db.oficina.com.br',
    'mysql://u@h/d',
    'postgresql://',
    'postgresql:///d?host=/tmp',
    'postgresql://a,b/d',
    'postgresql://h:port/d',
    'postgresql://u%zz@h/d',
    'see postgresql://h/d',
    '',
  ])('is none: %s', (text) => {
    expect(fieldsOf(text)).toBeNull();
  });
});

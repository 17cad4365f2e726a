import { expect, test } from 'vitest';
import { buildCertificate, urlWithoutSecrets } from '../../../electron/engine/report/certificate.ts';
import type { RunState } from '../../../shared/model/index.ts';
import { account, auditOf, certificateInput, finding, runState } from '../../helpers/certificate.ts';
import { makePlan } from '../../helpers/plan.ts';

function outcome(state: Partial<RunState>) {
  return buildCertificate(certificateInput({ state: runState(state) })).outcome;
}

const validation = runState().validation as NonNullable<RunState['validation']>;

test.for<[string, Partial<RunState>, string]>([
  ['all is the same', {}, 'identical'],
  ['the certificate is being written', { status: 'running', stage: 'certificate' }, 'identical'],
  ['the process died while loading', { status: 'running', stage: 'load' }, 'interrupted'],
  ['it was interrupted', { status: 'interrupted' }, 'interrupted'],
  ['it failed', { status: 'failed' }, 'failed'],
  ['it was refused', { status: 'refused' }, 'failed'],
  ['it was written to files', { status: 'exported', validation: null }, 'exported'],
  ['it was undone', { status: 'undone' }, 'undone'],
  ['nobody compared', { validation: null }, 'notCompared'],
  ['the status says so', { status: 'differences' }, 'differences'],
  ['a value differs', { validation: { ...validation, status: 'different', differences: 1 } }, 'differences'],
  ['a count does not add up', { tables: [account('devices', 6, { migrated: 5 })] }, 'differences'],
  [
    'the digests differ',
    { tables: [account('devices', 6, { digest: { source: 'a', target: 'b' } })] },
    'differences',
  ],
  ['an object is missing', { objects: { missing: ['table x'], notValid: [] } }, 'differences'],
  [
    'a table takes no new rows',
    { validation: { ...validation, insertsWithoutId: [{ table: 'x', ok: false, reason: 'no' }] } },
    'differences',
  ],
  ['a rule holds for new rows only', { objects: { missing: [], notValid: ['check a on b'] } }, 'identical'],
])('when %s', ([, state, expected]) => {
  expect(outcome(state)).toBe(expected);
});

test('the account adds up when every row is in the target or set aside', () => {
  const tables = [
    account('a', 10, { quarantined: 3, migrated: 7, repaired: 2, nulled: 1 }),
    account('b', 5, { digest: null }),
  ];
  const { totals, tables: shown } = buildCertificate(certificateInput({ state: runState({ tables }) }));
  expect(totals).toEqual({ source: 15, migrated: 12, repaired: 2, nulled: 1, quarantined: 3 });
  expect(shown.map((t) => [t.addsUp, t.sameDigest])).toEqual([
    [true, true],
    [true, null],
  ]);
});

test('findings come with their decisions, the gravest first', () => {
  const note = finding('a.note', { severity: 'note', table: 't' });
  const blocker = finding('a.blocker', { severity: 'blocker', table: 't', column: 'c' });
  const plan = makePlan([], {
    decisions: [
      { finding: blocker.id, option: 'keep', options: [], by: 'user' },
      { finding: 'gone:t', option: 'drop', options: [], by: 'default' },
    ],
  });
  const c = buildCertificate(certificateInput({ plan, audit: auditOf([note, blocker]) }));
  expect(c.findings.map((f) => [f.code, f.decision])).toEqual([
    ['a.blocker', { option: 'keep', by: 'user' }],
    ['a.note', null],
  ]);
  expect(c.otherDecisions).toEqual([{ finding: 'gone:t', option: 'drop', options: [], by: 'default' }]);
  expect(buildCertificate(certificateInput({ plan, audit: null })).otherDecisions).toHaveLength(2);
});

test('rows a second are those of the load, and unknown when it took no time', () => {
  expect(buildCertificate(certificateInput()).rowsPerSecond).toBe(Math.round(1_000_006 / 9.4));
  expect(buildCertificate(certificateInput({ state: runState({ seconds: {} }) })).rowsPerSecond).toBeNull();
});

test('is plain data: JSON gives the same back', () => {
  const certificate = buildCertificate(certificateInput());
  expect(JSON.parse(JSON.stringify(certificate))).toStrictEqual(certificate);
});

test.for([
  ['postgresql://user@host:5432/db', 'postgresql://user@host:5432/db'],
  ['postgresql://user:geheim@host:5432/db', 'postgresql://user@host:5432/db'],
  ['postgres://user:ge:h@im@host/db?sslmode=require', 'postgres://user@host/db?sslmode=require'],
  ['postgresql://host/db?password=geheim&sslmode=require', 'postgresql://host/db?sslmode=require'],
  ['postgresql://host/db?user=a&password=geheim', 'postgresql://host/db?user=a'],
  ['postgresql:///db?host=/run/pg&sslpassword=geheim&user=b', 'postgresql:///db?host=/run/pg&user=b'],
])('a password in %s goes no further', ([url, expected]) => {
  expect(urlWithoutSecrets(url as string)).toBe(expected);
  const state = runState({ target: { ...runState().target, url: url as string } });
  expect(buildCertificate(certificateInput({ state })).target.url).toBe(expected);
});

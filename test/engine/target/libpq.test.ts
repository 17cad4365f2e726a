import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverBinaries } from '../../../electron/engine/server/binaries.ts';
import { targetConfig } from '../../../electron/engine/target/config.ts';
import {
  type Decision,
  defaultFiles,
  otherVariables,
  type ParameterName,
  parameters,
} from '../../../electron/engine/target/libpq.ts';
import { ownWay } from '../../../electron/engine/target/own-way.ts';
import { AppError } from '../../../shared/errors.ts';
import { errorData, languages, translator } from '../../../shared/messages/index.ts';
import { hasPython, python, run } from '../../helpers/python.ts';

/** A value that asks for something, and where it is to be seen: `ssl.crl` in a configuration. */
type Case =
  | { value: string; seen: string; as: unknown; with?: string }
  | { value: string; seen?: never; with?: string };

/** One for every parameter: the compiler wants it, and a test below too. */
const cases: Record<ParameterName, Case> = {
  host: { value: 'db.example', seen: 'host', as: 'db.example' },
  hostaddr: { value: '10.0.0.7', seen: 'hostAddress', as: '10.0.0.7', with: 'host=h' },
  port: { value: '6000', seen: 'port', as: 6000 },
  dbname: { value: 'carros', seen: 'database', as: 'carros' },
  user: { value: 'bia', seen: 'user', as: 'bia' },
  password: { value: 's3', seen: 'password', as: 's3' },
  passfile: { value: '/p', seen: 'passFile', as: '/p' },
  require_auth: { value: '!password,!md5', seen: 'requireAuth', as: '!password,!md5' },
  channel_binding: { value: 'require', seen: 'ssl.channelBinding', as: 'require', with: 'host=h' },
  connect_timeout: { value: '-1', seen: 'connectTimeout', as: 0 },
  client_encoding: { value: 'LATIN1' },
  options: { value: '-c geqo=off', seen: 'options', as: '-c geqo=off' },
  application_name: { value: 'oficina', seen: 'applicationName', as: 'oficina' },
  fallback_application_name: { value: 'oficina', seen: 'applicationName', as: 'oficina' },
  keepalives: { value: '0' },
  keepalives_idle: { value: '10' },
  keepalives_interval: { value: '10' },
  keepalives_count: { value: '10' },
  tcp_user_timeout: { value: '10' },
  replication: { value: 'database' },
  gssencmode: { value: 'require' },
  sslmode: { value: 'verify-full', seen: 'ssl.mode', as: 'verify-full' },
  requiressl: { value: '1', seen: 'ssl.mode', as: 'require' },
  sslnegotiation: { value: 'direct', seen: 'ssl.negotiation', as: 'direct', with: 'sslmode=require' },
  sslcompression: { value: '1' },
  sslcert: { value: '/c', seen: 'ssl.cert', as: '/c' },
  sslkey: { value: '/k', seen: 'ssl.key', as: '/k' },
  sslkeylogfile: { value: '/log' },
  sslpassword: { value: 's3', seen: 'ssl.keyPassword', as: 's3' },
  sslcertmode: { value: 'require' },
  sslrootcert: { value: 'system', seen: 'ssl.mode', as: 'verify-full' },
  sslcrl: { value: '/l', seen: 'ssl.crl', as: '/l', with: 'sslrootcert=/ca' },
  sslcrldir: { value: '/l', seen: 'ssl.crlDir', as: '/l', with: 'sslrootcert=/ca' },
  sslsni: { value: '0', seen: 'ssl.sni', as: false },
  requirepeer: { value: 'postgres', with: 'host=/tmp' },
  ssl_min_protocol_version: { value: 'tlsv1.3', seen: 'ssl.minVersion', as: 'TLSv1.3' },
  ssl_max_protocol_version: { value: 'TLSv1.2', seen: 'ssl.maxVersion', as: 'TLSv1.2' },
  min_protocol_version: { value: '3.2' },
  max_protocol_version: { value: 'latest' },
  krbsrvname: { value: 'x' },
  gsslib: { value: 'gssapi' },
  gssdelegation: { value: '1' },
  scram_client_key: { value: 's3' },
  scram_server_key: { value: 's3' },
  service: { value: 'oficina', seen: 'database', as: 'from service' },
  servicefile: { value: '/services', seen: 'database', as: 'from service', with: 'service=oficina' },
  target_session_attrs: { value: 'standby', seen: 'sessionAttrs', as: 'standby' },
  load_balance_hosts: { value: 'random' },
  oauth_issuer: { value: 'https://x.example' },
  oauth_client_id: { value: 'x' },
  oauth_client_secret: { value: 's3' },
  oauth_scope: { value: 'x' },
};

/** As the documentation of PostgreSQL 18 lists them beside those of the parameters. */
const variablesWithoutParameter = [
  'PGSYSCONFDIR',
  'PGLOCALEDIR',
  'PGDATESTYLE',
  'PGTZ',
  'PGGEQO',
  'PGOAUTHDEBUG',
];

const decisions = Object.entries<Decision>(parameters) as [ParameterName, Decision][];
let home: string;
let env: NodeJS.ProcessEnv;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'autocore-home-'));
  env = { HOME: home, PGSYSCONFDIR: join(home, 'system') };
  writeFileSync(join(home, '.pg_service.conf'), '[oficina]\ndbname=from service\n');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Where a setting may be made: as a URL (with the environment) that makes it. */
const places: [
  string,
  (name: ParameterName, value: string) => [string, NodeJS.ProcessEnv, origin: string] | null,
][] = [
  ['the URL', (name, value) => [`postgresql://?${name}=${encodeURIComponent(value)}`, {}, 'URL']],
  ['key=value text', (name, value) => [`${name}='${value}'`, {}, 'URL']],
  [
    'the environment',
    (name, value) => {
      const { variable } = parameters[name];
      return variable ? ['postgresql://', { [variable]: value }, variable] : null;
    },
  ],
  [
    'a service',
    (name, value) => {
      if (/^(service|servicefile|requiressl)$/.test(name)) return null;
      const file = join(home, `${name}.conf`);
      writeFileSync(file, `[mine]\n${name}=${value}\n`);
      return ['postgresql://?service=mine', { PGSERVICEFILE: file }, `${file} [mine]`];
    },
  ],
];

function configOf(url: string, more: NodeJS.ProcessEnv, extra = ''): ReturnType<typeof targetConfig> {
  if (url.startsWith('postgresql:')) {
    const query = extra === '' ? '' : `${url.includes('?') ? '&' : '?'}${extra}`;
    return targetConfig(`${url}${query}`, { ...env, ...more });
  }
  return targetConfig(`${url} ${extra}`, { ...env, ...more });
}

function at(config: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], config);
}

function failure(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error as AppError;
  }
  return expect.unreachable('it should have been refused');
}

describe.each(decisions)('%s', (name, { how, values, asksNothing = [], variable }) => {
  const each = cases[name];
  test.each(places)(`is ${how}, set in %s`, (_, make) => {
    const value = name === 'servicefile' ? join(home, '.pg_service.conf') : each.value;
    const made = make(name, value);
    if (made === null)
      return expect(variable === null || name === 'requiressl' || /^service/.test(name)).toBe(true);
    const [url, more, origin] = made;
    if (how === 'refused') {
      const error = failure(() => configOf(url, more, each.with));
      expect(error.params).toEqual({ setting: values ? `${name}=${value}` : name, name, origin });
      expect(error.code).toBe('target.unsupported');
      for (const language of languages) {
        const { message, hint } = errorData(error, translator(language));
        expect(message).toContain(name);
        expect(message).toContain(origin);
        expect(`${message}${hint}`).not.toMatch(/\$t|settings\.|\{\{|s3/);
      }
      for (const harmless of asksNothing) {
        const [fine, moreFine] = make(name, harmless) ?? ['postgresql://', {}];
        expect(() => configOf(fine, moreFine, each.with)).not.toThrow();
      }
    } else if (each.seen !== undefined) {
      expect(at(configOf(url, more, each.with), each.seen)).toEqual(each.as);
      // Not the default, or the test would prove nothing.
      const without = configOf('postgresql://', {}, name === 'servicefile' ? '' : each.with);
      expect(at(without, each.seen)).not.toEqual(each.as);
    } else {
      expect(how).toBe('ignored');
      expect(configOf(url, more)).toEqual(configOf('postgresql://', {}));
    }
    if (values) {
      const [wrong, moreWrong] = make(name, 'banana') ?? ['postgresql://', {}];
      const error = failure(() => configOf(wrong, moreWrong, each.with));
      expect(error.code).toBe('target.badUrl');
      expect(error.params.reason).toContain(name);
      expect(error.params.reason).toContain(origin);
    }
  });
});

describe('nothing of libpq is left without a decision', () => {
  test('every parameter has a case, and a decision a reason', () => {
    expect(Object.keys(cases)).toEqual(Object.keys(parameters));
    for (const { why } of Object.values<Decision>({ ...parameters, ...otherVariables }))
      expect(why).not.toBe('');
    expect(Object.keys(otherVariables)).toEqual(variablesWithoutParameter);
  });

  test('variables that stand for no parameter change nothing, but for the folder of the services', () => {
    const folder = join(home, 'etc');
    mkdirSync(folder);
    writeFileSync(join(folder, 'pg_service.conf'), '[there]\nhost=from-there\n');
    for (const [name, { how }] of Object.entries(otherVariables)) {
      const more = { [name]: name === 'PGSYSCONFDIR' ? folder : '1' };
      expect(targetConfig('postgresql://', { ...env, ...more })).toEqual(targetConfig('postgresql://', env));
      if (how === 'supported') {
        expect(targetConfig('service=there', { ...env, ...more }).host).toBe('from-there');
        expect(failure(() => targetConfig('service=there', env)).code).toBe('target.badUrl');
      }
    }
  });

  const asksLibrary = process.platform === 'linux' && hasPython('ctypes');
  if (!asksLibrary) console.log('No Python with ctypes on Linux: libpq is not asked for its parameters.');

  // The library that comes with the server knows best.
  const library = async () => join(dirname((await serverBinaries()).postgres), '..', 'lib', 'libpq.so.5');
  test.runIf(process.platform === 'linux')('every variable that libpq 18 asks for', async () => {
    const text = readFileSync(await library(), 'latin1');
    const asked = [...text.matchAll(/(?<=\0)(PG[A-Z_]{2,})(?=\0)/g)].flatMap(([name = '']) =>
      name.startsWith('PGRES_') ? [] : [name],
    );
    expect(asked).toContain('PGREQUIREAUTH');
    const known = [
      ...Object.values<Decision>(parameters).map(({ variable }) => variable),
      ...Object.keys(otherVariables),
    ];
    expect(asked.filter((name) => !known.includes(name))).toEqual([]);
  });

  test.runIf(asksLibrary)('every parameter that libpq 18 takes', async () => {
    const file = await library();
    expect(existsSync(file)).toBe(true);
    const program = `
import ctypes, json, sys
class Option(ctypes.Structure):
    _fields_ = [(n, ctypes.c_char_p) for n in ('keyword', 'envvar', 'compiled', 'val', 'label', 'dispchar')] + [('size', ctypes.c_int)]
libpq = ctypes.CDLL(sys.argv[1])
libpq.PQconndefaults.restype = ctypes.POINTER(Option)
options, found = libpq.PQconndefaults(), {}
for option in options:
    if not option.keyword: break
    found[option.keyword.decode()] = option.envvar and option.envvar.decode()
print(json.dumps(found))`;
    const found: Record<string, string | null> = JSON.parse(await run(python, ['-c', program, file]));
    // libpq takes the older name too, and 19 the other one.
    const ours = decisions.filter(([name]) => name !== 'requiressl' && name !== 'servicefile');
    expect(found).toEqual(Object.fromEntries(ours.map(([name, { variable }]) => [name, variable])));
  });
});

test('files that count by being there', () => {
  const seen: Record<string, (config: ReturnType<typeof targetConfig>) => unknown> = {
    passfile: ({ passFile }) => passFile,
    sslrootcert: ({ ssl }) => ssl.rootCert,
    sslcrl: ({ ssl }) => ssl.crl,
    sslcert: ({ ssl }) => ssl.cert,
    sslkey: ({ ssl }) => ssl.key,
  };
  const own = mkdtempSync(join(home, 'own-'));
  mkdirSync(join(own, '.postgresql'));
  writeFileSync(join(own, '.pg_service.conf'), '[oficina]\nhost=from-there\n');
  for (const [file, name] of Object.entries(defaultFiles)) {
    if (name === 'servicefile')
      expect(targetConfig('service=oficina', { HOME: own }).host).toBe('from-there');
    else {
      writeFileSync(join(own, file), '');
      expect(seen[name]?.(targetConfig('postgresql://h', { HOME: own }))).toBe(join(own, file));
    }
  }
});

describe('services', () => {
  test.each(['service=other', 'servicefile=/x', 'ldap://h/x', 'no equals sign', 'hots=x', 'requiressl=1'])(
    'a line "%s" is refused',
    (line) => {
      const file = join(home, 'odd.conf');
      writeFileSync(file, `[odd]\nhost=h\n${line}\n[next]\nhost=n\n`);
      const error = failure(() => targetConfig('service=odd', { ...env, PGSERVICEFILE: file }));
      expect(error.code).toBe('target.badUrl');
      expect(error.params.reason).toContain(file);
      expect(targetConfig('service=next', { ...env, PGSERVICEFILE: file }).host).toBe('n');
    },
  );

  test('a file that is named must be there', () => {
    expect(
      failure(() => targetConfig('service=x', { ...env, PGSERVICEFILE: '/no/such' })).params.reason,
    ).toContain('/no/such');
  });
});

test('PGREQUIRESSL counts where sslmode is not set', () => {
  const mode = (url: string, more: NodeJS.ProcessEnv) => targetConfig(url, { ...env, ...more }).ssl.mode;
  expect(mode('postgresql://h', { PGREQUIRESSL: '0' })).toBe('prefer');
  expect(mode('postgresql://h', { PGREQUIRESSL: '1', PGSSLMODE: 'allow' })).toBe('allow');
  expect(mode('postgresql://h?sslmode=disable', { PGREQUIRESSL: '1' })).toBe('disable');
});

test.each([
  'postgresql://a,b/x',
  'postgresql://a:1,b:2/x',
  'host=a,b',
  'postgresql:///x?hostaddr=10.0.0.1,10.0.0.2',
])('a list of servers is refused by name: %s', (url) => {
  expect(failure(() => targetConfig(url, env))).toMatchObject({
    code: 'target.unsupported',
    params: { name: expect.stringMatching(/^host(addr)?$/), origin: 'URL' },
  });
});

test('what stands in the URL goes before what would be refused', () => {
  const strict = { ...env, PGGSSENCMODE: 'require', PGSSLCERTMODE: 'require' };
  expect(targetConfig('postgresql://h?gssencmode=disable&sslcertmode=allow', strict).host).toBe('h');
  // Over TCP there is no peer to ask for, as in libpq.
  expect(targetConfig('postgresql://h', { ...env, PGREQUIREPEER: 'postgres' }).host).toBe('h');
});

test('a server of our own is reached by nothing that the person has set', () => {
  const own = targetConfig('postgresql://ana:s3@127.0.0.1:6000/carros', { HOME: home });
  const set = [
    ...decisions.flatMap(([name, { variable }]) => (variable ? [[variable, cases[name].value]] : [])),
    ...Object.keys(otherVariables).map((variable) => [variable, '/nowhere']),
  ];
  const way = ownWay(own, { HOME: home, AUTOCORE: '1', ...Object.fromEntries(set) });
  expect(way.env).toEqual({ HOME: home, AUTOCORE: '1', PGPASSWORD: 's3' });
  expect(targetConfig(way.target, way.env)).toEqual(own);
});

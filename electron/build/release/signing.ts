/** What signing a package of one system takes: how electron-builder is called, and what it must not see. */
export interface Signing {
  /** What electron-builder's configuration says besides. */
  config: { forceCodeSigning?: true; mac?: { identity?: '-'; hardenedRuntime: boolean; notarize: boolean } };
  /** Variables that it gets: without empty ones, and without the certificate of another system. */
  env: Record<string, string>;
  /** What the packages must turn out to be; they are looked at afterwards. */
  expected: { signed: boolean; notarised: boolean };
  /** Why something is left out, each in a line. */
  left: string[];
}

/** Either of them whole lets Apple look at a package. */
const notaryLogins = [
  ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'],
];

/** Apple's certificate, by file or by its name in the keychain; for Windows there is a pair of its own. */
const certificates = {
  darwin: ['CSC_LINK', 'CSC_KEY_PASSWORD', 'CSC_NAME'],
  win32: ['WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD'],
};

const all = [...certificates.darwin, ...certificates.win32, ...notaryLogins.flat()];

/**
 * Decides by the environment how packages are signed. A secret that nobody has set comes as an empty variable, which
 * electron-builder would take for a certificate; and it would sign for Windows with Apple's.
 * @throws Error that names what is missing, where a login for Apple is given in part.
 */
export function signingFor(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Signing {
  const given = (name: string): boolean => (env[name] ?? '').trim() !== '';
  if (platform === 'darwin') return signingOnMac(env, given);
  if (platform === 'win32') {
    const signed = given('WIN_CSC_LINK');
    return {
      config: signed ? { forceCodeSigning: true } : {},
      env: passing(env, signed ? certificates.win32.filter(given) : []),
      expected: { signed, notarised: false },
      left: signed ? [] : ['not signed: WIN_CSC_LINK is not set; SmartScreen warns at the first start'],
    };
  }
  return {
    config: {},
    env: passing(env, []),
    expected: { signed: false, notarised: false },
    left: ['not signed: on Linux the checksums are what there is'],
  };
}

function signingOnMac(env: NodeJS.ProcessEnv, given: (name: string) => boolean): Signing {
  const signed = given('CSC_LINK') || given('CSC_NAME');
  const login = notaryLogins.find((names) => names.some(given)) ?? [];
  const missing = login.filter((name) => !given(name));
  if (missing.length > 0) throw new Error(`notarisation: ${missing.join(', ')} is not set`);
  const notarised = signed && login.length > 0;
  const wanted = [...(signed ? certificates.darwin.filter(given) : []), ...(notarised ? login : [])];
  return {
    config: signed
      ? { forceCodeSigning: true, mac: { hardenedRuntime: true, notarize: notarised } }
      : // The fuses break the signature that Electron comes with, and Apple's processors start nothing unsigned. The
        // hardened runtime would refuse our libraries, which have no team in common.
        { mac: { identity: '-', hardenedRuntime: false, notarize: false } },
    env: passing(env, wanted),
    expected: { signed, notarised },
    left: [
      ...(signed ? [] : ['signed by nobody (ad hoc): neither CSC_LINK nor CSC_NAME is set']),
      ...(notarised
        ? []
        : [`not notarised: ${signed ? 'no login for Apple is set' : 'that takes a certificate'}`]),
    ],
  };
}

/** The environment with no other variables of signing than these. */
function passing(env: NodeJS.ProcessEnv, wanted: readonly string[]): Record<string, string> {
  const entries = Object.entries(env).filter(([name]) => !all.includes(name) || wanted.includes(name));
  return Object.fromEntries(entries) as Record<string, string>;
}

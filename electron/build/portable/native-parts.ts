/** A part that comes as programs and libraries, and under what it may be passed on. */
export interface NativePart {
  name: string;
  copyright: string;
  /** Name of its text among `licences/`. */
  licence: string;
}

/** PostgreSQL's own modules, by name: one that others made would have terms of its own. */
const modules = new Set(
  `
  _int amcheck auth_delay auto_explain autoinc basebackup_to_shell basic_archive bloom btree_gin
  btree_gist citext cube cyrillic_and_mic dblink dict_int dict_snowball dict_xsyn earthdistance
  euc2004_sjis2004 euc_cn_and_mic euc_jp_and_sjis euc_kr_and_mic euc_tw_and_big5 file_fdw fuzzystrmatch
  hstore insert_username isn latin2_and_win1250 latin_and_mic libpqwalreceiver lo ltree moddatetime
  pageinspect passwordcheck pg_buffercache pg_freespacemap pg_logicalinspect pg_overexplain pg_prewarm
  pg_stat_statements pg_surgery pg_trgm pg_visibility pg_walinspect pgcrypto pgevent pgoutput pgrowlocks
  pgstattuple pgxml plpgsql postgres_fdw refint seg sslinfo tablefunc tcn test_decoding tsm_system_rows
  tsm_system_time unaccent utf8_and_big5 utf8_and_cyrillic utf8_and_euc2004 utf8_and_euc_cn
  utf8_and_euc_jp utf8_and_euc_kr utf8_and_euc_tw utf8_and_gb18030 utf8_and_gbk utf8_and_iso8859
  utf8_and_iso8859_1 utf8_and_johab utf8_and_sjis utf8_and_sjis2004 utf8_and_uhc utf8_and_win uuid-ossp
`
    .trim()
    .split(/\s+/),
);

const postgresql: NativePart = {
  name: 'PostgreSQL',
  licence: 'PostgreSQL',
  copyright:
    'Portions Copyright (c) 1996-2026, PostgreSQL Global Development Group\nPortions Copyright (c) 1994, The Regents of the University of California',
};

/** Libraries that PostgreSQL's packages bring along, by the file's name. */
const libraries: [RegExp, NativePart][] = [
  [/^(postgres|initdb|pg_ctl)(\.exe)?$|^libpq[.\d]/, postgresql],
  [
    /^lib(crypto|ssl)\.so\.1\.1$/,
    {
      name: 'OpenSSL 1.1',
      licence: 'OpenSSL',
      copyright:
        'Copyright (c) 1998-2023 The OpenSSL Project. All rights reserved.\nCopyright (C) 1995-1998 Eric Young (eay@cryptsoft.com). All rights reserved.',
    },
  ],
  [
    /^lib(crypto|ssl)[.-]3\b/,
    {
      name: 'OpenSSL 3',
      licence: 'Apache-2.0',
      copyright: 'Copyright (c) 1998-2026 The OpenSSL Project Authors',
    },
  ],
  [
    /^(libicu(data|i18n|uc)\.|icu(dt|in|uc)\d+\.dll$)/,
    { name: 'ICU', licence: 'ICU', copyright: 'Copyright (c) 1991-2026 Unicode, Inc. All rights reserved.' },
  ],
  [
    /^libxml2\./,
    {
      name: 'libxml2',
      licence: 'MIT',
      copyright: 'Copyright (C) 1998-2012 Daniel Veillard. All Rights Reserved.',
    },
  ],
  [
    /^libxslt\./,
    {
      name: 'libxslt',
      licence: 'MIT',
      copyright: 'Copyright (C) 2001-2002 Daniel Veillard. All Rights Reserved.',
    },
  ],
  [
    /^(libz\.|zlib1\.dll$)/,
    { name: 'zlib', licence: 'Zlib', copyright: 'Copyright (C) 1995-2024 Jean-loup Gailly and Mark Adler' },
  ],
  [
    /^liblzma\./,
    { name: 'liblzma (XZ Utils)', licence: 'public-domain', copyright: 'Lasse Collin, Igor Pavlov' },
  ],
  [
    /^libossp-uuid\./,
    {
      name: 'OSSP uuid',
      licence: 'OSSP-uuid',
      copyright:
        'Copyright (c) 2004-2008 Ralf S. Engelschall <rse@engelschall.com>\nCopyright (c) 2004-2008 The OSSP Project <http://www.ossp.org/>',
    },
  ],
  [
    /^libuuid\./,
    { name: 'libuuid', licence: 'BSD-3-Clause', copyright: "Copyright (C) 1996-2007 Theodore Ts'o" },
  ],
  [/^liblz4\./, { name: 'LZ4', licence: 'BSD-2-Clause', copyright: 'Copyright (c) 2011-2020, Yann Collet' }],
  [
    /^libzstd\./,
    {
      name: 'Zstandard',
      licence: 'BSD-3-Clause',
      copyright: 'Copyright (c) Meta Platforms, Inc. and affiliates',
    },
  ],
  [
    /^lib(krb5|krb5support|k5crypto|gssapi_krb5|com_err)\./,
    {
      name: 'MIT Kerberos',
      licence: 'Kerberos',
      copyright: 'Copyright (C) 1985-2025 by the Massachusetts Institute of Technology',
    },
  ],
  [
    /^libedit\./,
    {
      name: 'libedit',
      licence: 'BSD-3-Clause',
      copyright: 'Copyright (c) 1992, 1993 The Regents of the University of California. All rights reserved.',
    },
  ],
  [
    /^libiconv[.-]/,
    {
      name: 'GNU libiconv',
      licence: 'LGPL-2.1',
      copyright:
        'Copyright (C) 1999-2024 Free Software Foundation, Inc. Source: https://ftp.gnu.org/gnu/libiconv/',
    },
  ],
  [
    /^libintl[.-]/,
    {
      name: 'GNU libintl (gettext)',
      licence: 'LGPL-2.1',
      copyright:
        'Copyright (C) 1995-2024 Free Software Foundation, Inc. Source: https://ftp.gnu.org/gnu/gettext/',
    },
  ],
  [
    /^libwinpthread-1\.dll$/,
    { name: 'winpthreads (mingw-w64)', licence: 'MIT', copyright: 'Copyright (c) 2011 mingw-w64 project' },
  ],
];

/**
 * The part that a program or library of PostgreSQL's package belongs to.
 * @param path below the package's folder `native`. @returns null for one that nobody has looked at.
 */
export function nativePartOf(path: string): NativePart | null {
  const file = path.split('/').at(-1) ?? '';
  const found = libraries.find(([pattern]) => pattern.test(file));
  if (found) return found[1];
  const module = /^lib\/(?:postgresql\/)?([\w-]+)\.(?:so|dylib|dll)$/.exec(path)?.[1];
  return module !== undefined && modules.has(module) ? postgresql : null;
}

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { proposeManifest } from '../../../electron/engine/commands/fleet-propose.ts';
import { jobsFor } from '../../../electron/engine/fleet/capacity.ts';
import { parseManifest, schemasOf } from '../../../electron/engine/fleet/manifest.ts';
import { freeName, nameOf } from '../../../electron/engine/fleet/names.ts';
import { exitOf, worstOf } from '../../../electron/engine/fleet/severity.ts';
import { readFleet, writeFleet } from '../../../electron/engine/fleet/state-file.ts';
import { headline } from '../../../electron/engine/fleet/summary.ts';
import { AppError } from '../../../shared/errors.ts';
import { translator } from '../../../shared/messages/index.ts';
import type { FleetReport, FleetVehicle } from '../../../shared/model/index.ts';
import { tempFolder } from '../../helpers/folder.ts';

const read = (content: string | Uint8Array, each: 'schema' | 'database' = 'schema') =>
  parseManifest(
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
    '/f/m.csv',
    '/f',
    each,
  );

/** The same text in the older encoding of Windows, for letters that both have. */
const windows = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** What is wrong with a manifest as a whole. */
function refusal(content: string | Uint8Array): unknown {
  try {
    return read(content);
  } catch (error) {
    return error instanceof AppError ? [error.code, error.params.line, error.params.fault] : error;
  }
}

describe('a manifest', () => {
  const one = { file: '/f/a.db', vehicle: 'Caminhão 1', plate: 'ABC', schema: '', notes: '', fault: null };
  it.each<[string, string | Uint8Array]>([
    ['commas', 'file,vehicle,plate\na.db,Caminhão 1,ABC\n'],
    ['semicolons and CRLF', 'file;vehicle;plate\r\na.db;Caminhão 1;ABC\r\n'],
    ['tabs', 'file\tvehicle\tplate\na.db\tCaminhão 1\tABC'],
    ['a mark of UTF-8', '\ufefffile;vehicle;plate\na.db;Caminhão 1;ABC'],
    [
      'UTF-16, as "Unicode text"',
      Buffer.from('\ufefffile\tvehicle\tplate\r\na.db\tCaminhão 1\tABC', 'utf16le'),
    ],
    ['Windows-1252', windows('file;vehicle;plate\r\na.db;Caminhão 1;ABC\r\n')],
    ['columns in another order', 'plate;vehicle;file\nABC;Caminhão 1;a.db'],
    ['Portuguese names with accents', windows('Arquivo;Veículo;Placa\r\na.db;Caminhão 1;ABC')],
    ['quotes', '"file";"vehicle";"plate"\n"a.db";"Caminhão 1";"ABC"'],
    ['a path of its own', 'file,vehicle,plate\n/f/./x/../a.db,Caminhão 1,ABC'],
    ['blank lines, blanks and empty rows', '\nfile, vehicle ,plate\n\n a.db , Caminhão 1 ,ABC\n,,\n'],
  ])('with %s', (_, content) => {
    expect(read(content).rows).toMatchObject([one]);
  });

  it('says which line a vehicle has, also behind Excel’s own first line and a text of two lines', () => {
    const { rows, ignored } = read(
      'sep=;\r\nfile;notes;color\r\na.db;"two\nlines; one vehicle";red\r\nb.db;;\r\n',
    );
    expect(rows).toMatchObject([
      { vehicle: 'a', line: 3, notes: 'two\nlines; one vehicle' },
      { vehicle: 'b', line: 5 },
    ]);
    expect(ignored).toEqual(['color']);
    const long = read('file;notes\r\na.db;"1\r\n2\n3"\r\nb.db;"4\r\n5"\r\n\r\nc.db;\r\n').rows;
    expect(long.map(({ line }) => line)).toEqual([2, 5, 8]);
  });

  it('calls a vehicle by its name, its plate, or its file', () => {
    const { rows } = read('file;vehicle;plate\na.db;V;P\nb.db;;Q\nx/c.db;;\n');
    expect(rows.map(({ vehicle }) => vehicle)).toEqual(['V', 'Q', 'c']);
  });

  it.each([
    ['', 1, 'empty'],
    ['file;vehicle\n', 1, 'noRows'],
    ['fiel;vehicle\na.db;x', 1, 'noColumn'],
    ['file;arquivo\na.db;x', 1, 'twiceColumn'],
    ['file;vehicle\na.db;x\nb.db;"open\n', 3, 'unreadable'],
    ['file;vehicle\na.db;x\nb.db;a "b" c\n', 3, 'unreadable'],
  ])('that nobody can use is refused with its line: %j', (content, line, fault) => {
    expect(refusal(content)).toEqual(['fleet.manifest', line, fault]);
  });

  it.each([
    ['file;schema\na.db;s\n;t', [null, { fault: 'noFile' }]],
    [
      'file\na.db\n./a.db',
      [
        { fault: 'twiceFile', other: 3 },
        { fault: 'twiceFile', other: 2 },
      ],
    ],
    [
      'file;vehicle\na.db;X\nb.db;x\nc.db;y',
      [{ fault: 'twiceVehicle', other: 3 }, { fault: 'twiceVehicle', other: 2 }, null],
    ],
    [
      'file;schema\na.db;s\nb.db;s',
      [
        { fault: 'twiceSchema', other: 3 },
        { fault: 'twiceSchema', other: 2 },
      ],
    ],
    ['file;schema\na.db;pg_x', [{ fault: 'reserved', other: 'pg_x' }]],
    [
      'file;schema\na.db;PUBLIC\nb.db;information_schema',
      [
        { fault: 'reserved', other: 'PUBLIC' },
        { fault: 'reserved', other: 'information_schema' },
      ],
    ],
    [
      'file;schema\na.db;autocore_migration\nb.db;fleet',
      [
        { fault: 'reserved', other: 'autocore_migration' },
        { fault: 'reserved', other: 'fleet' },
      ],
    ],
    [`file;schema\na.db;${'é'.repeat(32)}`, [{ fault: 'long', other: 'é'.repeat(32) }]],
    ['file;schema\na.db;a\u202eb', [{ fault: 'letters', other: 'a\u202eb' }]],
    ['file;notes\na.db;one;two', [{ fault: 'cells', other: 2 }]],
  ])('tells what is wrong with a line of that line alone: %j', (content, faults) => {
    expect(read(content).rows.map(({ fault }) => fault)).toEqual(faults);
  });

  it('takes no database of the server’s own', () => {
    expect(read('file;schema\na.db;template1', 'database').rows[0]?.fault?.fault).toBe('reserved');
    expect(read('file;schema\na.db;template1').rows[0]?.fault).toBeNull();
  });
});

describe('the name of a schema', () => {
  it.each([
    ['Caminhão 12 (ABC-1D23)', 'caminhao_12_abc_1d23'],
    ['public', 'v_public'],
    ['pg_carro', 'v_pg_carro'],
    ['12', 'v_12'],
    ['x'.repeat(90), 'x'.repeat(58)],
  ])('is made of %j', (vehicle, name) => {
    expect(nameOf(vehicle)).toBe(name);
  });

  it('of letters that leave nothing is made of all of them', () => {
    expect(nameOf('车')).toMatch(/^v_[0-9a-f]{8}$/);
    expect(nameOf('车')).not.toBe(nameOf('车辆'));
  });

  it('is nobody else’s, stays what it was, and follows the manifest', () => {
    const { rows } = read('file;vehicle;schema\na.db;A 1;\nb.db;A-1;\nc.db;C;a_1_2\nd.db;D;\n');
    const first = schemasOf(rows, new Map(), new Map());
    expect([...first]).toEqual([
      ['A 1', 'a_1'],
      ['A-1', 'a_1_3'],
      ['C', 'a_1_2'],
      ['D', 'd'],
    ]);
    const before = new Map([...first].map(([vehicle, schema]) => [vehicle, { schema }]));
    const turned = read('file;vehicle;schema\nd.db;D;dd\nb.db;A-1;\na.db;A 1;\n').rows;
    // A 1 is in the target already, under a name that it was given there.
    expect([...schemasOf(turned, new Map([['A 1', 'old']]), before)]).toEqual([
      ['D', 'dd'],
      ['A-1', 'a_1_3'],
      ['A 1', 'old'],
    ]);
    expect(freeName('a', new Set(['a', 'a_2']))).toBe('a_3');
  });

  it('is kept of a vehicle that is called like something that every object has', async () => {
    const { rows } = read('file;vehicle;constructor\na.db;constructor;\nb.db;__proto__;\nc.db;toString;\n');
    const schemas = schemasOf(rows, new Map(), new Map());
    expect([...schemas.values()]).toEqual(['constructor', 'proto', 'tostring']);
    const path = join(tempFolder(), 'fleet.json');
    const vehicles = new Map([...schemas].map(([vehicle, schema]) => [vehicle, { schema, error: null }]));
    const state = { format: 1, id: 'f', manifest: 'm', each: 'schema', target: null, vehicles } as const;
    await writeFleet(path, state);
    expect(await readFleet(path)).toEqual(state);
  });
});

describe('what a fleet ends with', () => {
  it('is the most severe of its vehicles’ codes', () => {
    expect(worstOf([])).toBe(0);
    expect(worstOf([0, 6, 0])).toBe(6);
    expect(worstOf([6, 3, 0])).toBe(3);
    expect(worstOf([3, 2])).toBe(2);
    expect(worstOf([2, 5, 3])).toBe(5);
    expect(worstOf([5, 4, 6])).toBe(4);
    expect(worstOf([4, 1])).toBe(1);
  });

  it('is said to be done of what is done alone', () => {
    const said = (...all: FleetVehicle['status'][]): string => {
      const vehicles = all.map((status) => ({ status, exit: exitOf(status, null) }));
      return headline({ vehicles, interrupted: false } as FleetReport, translator('en'));
    };
    expect(said('done', 'live')).toContain('All vehicles');
    expect(said('undone', 'undone')).toContain('0 of 2');
    expect(said('done', 'changed', 'differences')).toContain('1 of 3');
  });

  it('of one vehicle is its own', () => {
    expect(exitOf('done', null)).toBe(0);
    expect(exitOf('waiting', null)).toBe(6);
    expect(exitOf('question', new AppError('decisions.missing'))).toBe(3);
    expect(exitOf('failed', new AppError('source.missing'))).toBe(2);
    expect(exitOf('failed', new AppError('internal'))).toBe(1);
  });
});

describe('how many at a time', () => {
  const room = { cores: 4, freeMiB: 8000, connections: 90 };
  it.each([
    [null, {}, { jobs: 4, limit: 'cores' }],
    [null, { freeMiB: 600 }, { jobs: 2, limit: 'memory' }],
    [null, { connections: 12 }, { jobs: 2, limit: 'connections' }],
    [null, { connections: 0, freeMiB: 0 }, { jobs: 1 }],
    [10, {}, { jobs: 10, limit: 'asked' }],
    [100, {}, { jobs: 28, limit: 'connections' }],
  ] as const)('%j with %j', (asked, less, expected) => {
    expect(jobsFor(asked, { ...room, ...less })).toMatchObject(expected);
  });
});

describe('a proposed manifest', () => {
  it('has a line for every file, with a name that is its own and no formula, and can be read again', async () => {
    const folder = tempFolder();
    for (const name of ['a', 'b', '.hidden']) mkdirSync(join(folder, name));
    for (const file of [
      'a/autocore.db',
      'b/autocore.db',
      '=1+1.db',
      'a/car.db',
      'car.SQLITE',
      '.hidden/x.db',
      'notes.txt',
    ])
      writeFileSync(join(folder, file), '');
    const out = join(folder, 'm.csv');
    const { rows } = await proposeManifest({ from: folder, out, force: false });
    expect(rows.map(({ file, vehicle }) => [file, vehicle])).toEqual([
      ['=1+1.db', '1+1'],
      [join('a', 'autocore.db'), 'a'],
      [join('a', 'car.db'), 'car'],
      [join('b', 'autocore.db'), 'b'],
      ['car.SQLITE', 'car (2)'],
    ]);
    const read = parseManifest(readFileSync(out), out, folder, 'schema').rows;
    expect(read.map(({ fault, file }) => [fault, existsSync(file)])).toEqual(rows.map(() => [null, true]));
    await expect(proposeManifest({ from: folder, out, force: false })).rejects.toMatchObject({
      code: 'output.exists',
    });
  });

  it('reads whose a file is and leaves nothing beside it', async () => {
    const folder = tempFolder();
    const db = new Database(join(folder, 'car.db'));
    db.pragma('journal_mode = wal');
    db.exec("create table vehicles (plate text); insert into vehicles values ('QXZ7W83')");
    db.close();
    writeFileSync(join(folder, 'no.db'), 'no database');
    const { rows } = await proposeManifest({ from: folder, out: join(tempFolder(), 'm.csv'), force: false });
    expect(rows.map(({ plate }) => plate)).toEqual(['QXZ7W83', '']);
    expect(readdirSync(folder).sort()).toEqual(['car.db', 'no.db']);
  });
});

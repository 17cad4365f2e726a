import { basename, extname, resolve } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { AppError, type ErrorParams } from '../../../shared/errors.ts';
import type { Each } from '../../../shared/model/index.ts';
import { faultOfName, freeName, nameOf } from './names.ts';
import { separatorOf, textOfBytes } from './text.ts';

const columns = ['file', 'vehicle', 'plate', 'schema', 'notes'] as const;
type Column = (typeof columns)[number];

/** Names of the columns, without accents, as people may have them. */
const spellings = new Map<string, Column>(
  Object.entries({
    ...{ file: 'file', arquivo: 'file', ficheiro: 'file' },
    ...{ vehicle: 'vehicle', veiculo: 'vehicle', viatura: 'vehicle' },
    ...{ plate: 'plate', placa: 'plate', matricula: 'plate' },
    ...{ schema: 'schema', esquema: 'schema' },
    ...{ notes: 'notes', observacoes: 'notes', notas: 'notes' },
  } as const),
);

/** One vehicle as the manifest has it. */
export interface ManifestRow {
  line: number;
  /** Absolute. */
  file: string;
  /** What it is called, the only one of that name: the vehicle, else the plate, else the file. */
  vehicle: string;
  plate: string;
  /** Empty where it is to be made. */
  schema: string;
  notes: string;
  /** What is wrong with this line; the others are none the worse. */
  fault: RowFault | null;
}

/** `fault` is a key of the texts `fleet.faults`; `other` a line, a name or a column. */
export type RowFault = ErrorParams & {
  fault: 'noFile' | 'twiceFile' | 'twiceVehicle' | 'twiceSchema' | 'long' | 'reserved' | 'letters' | 'cells';
};

export interface Manifest {
  rows: ManifestRow[];
  /** Columns that mean nothing here. */
  ignored: string[];
}

/**
 * Reads a manifest: a CSV with a header, its columns in any order.
 * @param folder what relative paths start from.
 * @throws AppError fleet.manifest {path, line, fault, reason} where it cannot be read as a whole
 */
export function parseManifest(bytes: Uint8Array, path: string, folder: string, each: Each): Manifest {
  const bad = (line: number, fault: string, reason = ''): AppError =>
    new AppError('fleet.manifest', { path, line, fault, reason });
  const text = textOfBytes(bytes);
  const { separator, skip } = separatorOf(text);
  const [header, ...lines] = recordsOf(text, separator, skip, bad);
  if (!header) throw bad(1, 'empty');
  const names = header.cells.map((cell) => spellings.get(plain(cell)) ?? null);
  const ignored = header.cells.filter((cell, i) => names[i] === null && cell !== '');
  const twice = names.find((name, i) => name !== null && names.indexOf(name) !== i);
  if (twice) throw bad(header.line, 'twiceColumn', twice);
  if (!names.includes('file')) throw bad(header.line, 'noColumn', header.cells.join(' | ').slice(0, 200));
  const rows = lines.map(({ line, cells }): ManifestRow => {
    const cell = (name: Column): string => cells[names.indexOf(name)] ?? '';
    const [file, plate] = [cell('file'), cell('plate')];
    const vehicle = cell('vehicle') || plate || basename(file, extname(file));
    const row = { line, plate, vehicle, schema: cell('schema'), notes: cell('notes') };
    // A separator inside of a text that nobody put in quotes moves everything behind it.
    const spilt = cells.slice(header.cells.length).some((more) => more !== '');
    const fault: RowFault | null = spilt ? { fault: 'cells', other: header.cells.length } : null;
    return { ...row, file: file === '' ? '' : resolve(folder, file), fault };
  });
  if (rows.length === 0) throw bad(header.line, 'noRows');
  return { rows: withFaults(rows, each), ignored };
}

interface Line {
  line: number;
  cells: string[];
}

function recordsOf(
  text: string,
  delimiter: string,
  skip: number,
  bad: (line: number, fault: string, reason: string) => AppError,
): Line[] {
  try {
    const found = parse(text, {
      ...{ delimiter, from_line: skip + 1, bom: true, info: true, trim: true },
      ...{ relax_column_count: true, skip_empty_lines: true, skip_records_with_empty_values: true },
    }) as unknown as { record: string[]; info: { lines: number } }[];
    // The parser counts to the end of a record, and what ends a line within quotes by its characters.
    let pairs = 0;
    return found.map(({ record, info }) => {
      const breaks = record.flatMap((cell) => cell.match(/\r\n|\r|\n/g) ?? []);
      const line = info.lines - pairs - breaks.join('').length;
      pairs += breaks.filter((each) => each.length > 1).length;
      return { line, cells: record };
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = Number((cause as { lines?: unknown }).lines ?? 0);
    throw bad(line, 'unreadable', cause.message);
  }
}

/** Without case, accents and marks, so that `Observações` is `observacoes`. */
function plain(name: string): string {
  return name.normalize('NFKD').replaceAll(/\p{M}/gu, '').trim().toLowerCase();
}

/** Marks the lines that cannot be used. Of two with the same file, name or schema neither is: which one is meant is not ours to say. */
function withFaults(rows: ManifestRow[], each: Each): ManifestRow[] {
  const others = (key: (row: ManifestRow) => string): Map<string, ManifestRow[]> => Map.groupBy(rows, key);
  // There a path in any case leads to the same file.
  const isCaseless = process.platform === 'win32' || process.platform === 'darwin';
  const keyOf = (file: string): string => (isCaseless ? file.toLowerCase() : file);
  const files = others(({ file }) => keyOf(file));
  const vehicles = others(({ vehicle }) => vehicle.toLowerCase());
  const schemas = others(({ schema }) => schema);
  const faultOf = (row: ManifestRow): RowFault | null => {
    const { file, vehicle, schema } = row;
    if (row.fault !== null) return row.fault;
    if (file === '') return { fault: 'noFile' };
    for (const [fault, same] of [
      ['twiceFile', files.get(keyOf(file))],
      ['twiceVehicle', vehicles.get(vehicle.toLowerCase())],
      ['twiceSchema', schema === '' ? [] : schemas.get(schema)],
    ] as const) {
      const other = same?.find((each) => each !== row);
      if (other) return { fault, other: other.line };
    }
    const wrong = schema === '' ? null : faultOfName(schema, each);
    return wrong && { fault: wrong, other: schema };
  };
  return rows.map((row) => ({ ...row, fault: faultOf(row) }));
}

/**
 * The schema of each vehicle that can be used: the one that it is in, else the manifest's own, else the one it was to
 * have the last time, else one made of its name.
 * @param there schemas by vehicle, of those that are in the target. @param before what was given the last time.
 */
export function schemasOf(
  rows: readonly ManifestRow[],
  there: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, { schema: string }>,
): Map<string, string> {
  const usable = rows.filter(({ fault }) => fault === null);
  const fixed = usable.map((row) => [row, there.get(row.vehicle) ?? row.schema] as const);
  const used = new Set([...there.values(), ...fixed.map(([, schema]) => schema)]);
  const given = new Map<string, string>();
  for (const [{ vehicle }, schema] of fixed) {
    const earlier = before.get(vehicle)?.schema;
    const free = earlier !== undefined && !used.has(earlier) ? earlier : freeName(nameOf(vehicle), used);
    const name = schema || free;
    used.add(name);
    given.set(vehicle, name);
  }
  return given;
}

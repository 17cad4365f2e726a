/**
 * What must pass on Windows and macOS too before anything is merged: no test here leads to the servers that the others
 * share, nor to what only Linux has. `npm run test:alone` runs it on every system. All others are run on Linux.
 */
export const alone = [
  'test/docs.test.ts',
  'test/imports.test.ts',
  'test/workflows.test.ts',
  'test/renderer/**/*.test.ts',
  'test/shared/**/*.test.ts',
  'test/engine/audit/{adopt-links,profile,settle}.test.ts',
  'test/engine/client.test.ts',
  'test/engine/convert/{form-names,time}.test.ts',
  'test/engine/diff/{ordered,parity-types,same-value}.test.ts',
  'test/engine/kit/{history,metadata,rules}.test.ts',
  'test/engine/plan/{check-range,in-schema,schedule,server-spelling}.test.ts',
  'test/engine/properties/decode.test.ts',
  'test/engine/report/*.test.ts',
  'test/engine/sample/*.test.ts',
  'test/engine/server/{encoding,pg-ctl,runtime,settings}.test.ts',
  'test/engine/source/{ddl,identity,introspect,recognise,vehicles}.test.ts',
  'test/engine/system/{files,in-use,same-file,secret}.test.ts',
  'test/engine/target/sqlstate.test.ts',
  'test/engine/throttle.test.ts',
  'test/hosts/cli/{language,progress,table}.test.ts',
  'test/hosts/desktop/{address,packed,release,walk}.test.ts',
  'test/hosts/portable/{archive,edition,parts}.test.ts',
  'test/hosts/shared/{exceptions,progress}.test.ts',
  'test/hosts/web/{downloads,guard}.test.ts',
];

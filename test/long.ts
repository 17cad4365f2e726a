/**
 * Test files that are long proofs: many kills, every moment of a fault, large data, random files, packages, pictures of
 * every state. `npm run test:long` runs them with all others; `npm test` says how many it leaves out.
 */
export const longFiles = [
  'test/e2e/states.test.ts',
  'test/engine/adopt/kill.test.ts',
  'test/engine/cases/scale.test.ts',
  'test/engine/cutover/application.test.ts',
  'test/engine/cutover/behind.test.ts',
  'test/engine/cutover/drill.test.ts',
  'test/engine/cutover/follow-kill.test.ts',
  'test/engine/cutover/kill.test.ts',
  'test/engine/cutover/large.test.ts',
  'test/engine/cutover/living-kill.test.ts',
  'test/engine/cutover/other-source.test.ts',
  'test/engine/diff/segments.test.ts',
  'test/engine/export/damage.test.ts',
  'test/engine/export/load.test.ts',
  'test/engine/export/values.test.ts',
  'test/engine/faults/connection.test.ts',
  'test/engine/faults/folder.test.ts',
  'test/engine/faults/kill.test.ts',
  'test/engine/faults/server.test.ts',
  'test/engine/faults/space.test.ts',
  'test/engine/faults/together.test.ts',
  'test/engine/hazards/twice.test.ts',
  'test/engine/properties/survive.test.ts',
  'test/engine/strangers/attack.test.ts',
  'test/engine/strangers/settings.test.ts',
  'test/hosts/cli/fleet-kill.test.ts',
  'test/hosts/desktop/packing.test.ts',
  'test/hosts/portable/systems.test.ts',
];

/**
 * Measures a whole migration beside a bare COPY of the same bytes and, when asked, beside pgloader: same file, same
 * server, taking turns in one run; and how soon the program reacts. With a latency, what a far server costs
 * instead; with changes, what it costs to bring them over and back; with `follow`, how long the application stands still.
 * `npm run bench -- --rows 1000000[,10000000] [--peer pgloader] [--rounds N] [--json]`, `npm run bench -- --latency 200 [--json]`,
 * `npm run bench -- --changes 100000 [--rows 1000000] [--json]`, `npm run bench -- --odd 1 [--json]` for files of an unusual
 * shape, `npm run bench -- --follow 1000000 [--json]`, or many
 * vehicles into one server: `npm run bench -- --fleet 100 [--json]`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { changesTable, ofChanges } from './changes.ts';
import { fleetSteps, fleetTable } from './fleet.ts';
import { bareRun, type Floor, prepareFiles } from './floor.ts';
import { type FollowResult, followed, followTable } from './follow.ts';
import { linkTable, overLink } from './latency.ts';
import { heldUp } from './loop.ts';
import { oddTable, ofOddFiles } from './odd.ts';
import { pgloader, requirePgloader } from './pgloader.ts';
import type { Ran } from './process.ts';
import { type Bar, barsOf, barTable, type Measured, type SizeResult, tableOf } from './report.ts';
import { responses } from './response.ts';
import { type BenchServer, startServer, withDatabase } from './server.ts';
import { migrate, sampleFile, type ToolRun } from './tool.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '1' },
    peer: { type: 'string' },
    samples: { type: 'string', default: join(tmpdir(), 'autocore-bench') },
    latency: { type: 'string' },
    changes: { type: 'string' },
    fleet: { type: 'string' },
    follow: { type: 'string' },
    odd: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
if (values.peer !== undefined && values.peer !== 'pgloader') throw new Error(`unknown peer: ${values.peer}`);
const peer = values.peer === undefined ? null : requirePgloader();

const work = await mkdtemp(join(tmpdir(), 'autocore-bench-run-'));
const server = await startServer();
try {
  if (values.fleet !== undefined) await many(Number(values.fleet));
  else if (values.latency !== undefined) await far(Number(values.latency));
  else if (values.changes !== undefined) await changing(Number(values.changes));
  else if (values.odd !== undefined) await unusual(Number(values.odd));
  else if (values.follow !== undefined) await living(values.follow.split(',').map(Number));
  else await nearby();
} finally {
  await server.stop();
  await rm(work, { recursive: true, force: true });
}

/** The application's tables with a hundredth of a car's telemetry. */
async function far(milliseconds: number): Promise<void> {
  const { commands, bars } = await overLink(
    server,
    work,
    await sampleFile(values.samples, 5_000),
    milliseconds,
  );
  const report = { server: server.version, milliseconds, commands, bars };
  const text = `${linkTable(milliseconds, commands)}
${barTable(bars)}`;
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : `${text}\n`);
}

async function changing(rows: number): Promise<void> {
  const sample = await sampleFile(values.samples, Number(values.rows));
  const { changes, bars } = await ofChanges(server, work, sample, rows);
  const text = `${changesTable(changes)}\n${barTable(bars)}`;
  process.stdout.write(
    values.json ? `${JSON.stringify({ server: server.version, changes, bars }, null, 2)}\n` : `${text}\n`,
  );
}

/** Vehicles of 5,000 rows of telemetry each. */
async function many(vehicles: number): Promise<void> {
  const steps = await fleetSteps(server, work, await sampleFile(values.samples, 5_000), vehicles);
  const report = { server: server.version, cores: cpus().length, steps };
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : `${fleetTable(steps)}\n`);
}

/** An application that writes while it is followed, and how long it stands still to go live. */
async function living(sizes: number[]): Promise<void> {
  const results: FollowResult[] = [];
  const bars: Bar[] = [];
  for (const rows of sizes) {
    const done = await followed(server, work, await sampleFile(values.samples, rows), rows, say);
    results.push(done.result);
    bars.push(...done.bars);
  }
  const report = { server: server.version, results, bars };
  const text = `${followTable(results)}\n${barTable(bars)}`;
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : `${text}\n`);
}

/** @param scale of the sizes: 1 for all of it */
async function unusual(scale: number): Promise<void> {
  const { odd, bars } = await ofOddFiles(server, work, scale, say);
  const text = `${oddTable(odd)}\n${barTable(bars)}`;
  process.stdout.write(
    values.json ? `${JSON.stringify({ server: server.version, odd, bars }, null, 2)}\n` : `${text}\n`,
  );
}

async function nearby(): Promise<void> {
  const sizes: SizeResult[] = [];
  for (const rows of values.rows.split(',').map(Number)) sizes.push(await measure(server, rows));
  say('how soon the program reacts');
  const reacts = await responses(server, work, await sampleFile(values.samples, 300_000));
  const held = await heldUp(server, work, await sampleFile(values.samples, 300_000));
  const bars = [...barsOf(sizes), ...reacts, ...held];
  const machine = {
    cores: cpus().length,
    cpu: cpus()[0]?.model,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
  const report = { machine, server: server.version, peer, sizes, bars };
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : `${tableOf(sizes, bars)}\n`);
}

async function measure(server: BenchServer, telemetry: number): Promise<SizeResult> {
  say(`sample of ${telemetry} rows of telemetry and ${telemetry / 10} events`);
  const source = await sampleFile(values.samples, telemetry);
  const files = join(work, 'copy');
  const rounds = Number(values.rounds);
  const off: ToolRun[] = [];
  const on: ToolRun[] = [];
  const floor: Floor[] = [];
  const floorOn: Floor[] = [];
  const peers: Ran[] = [];
  for (let round = 1; round <= rounds; round++) {
    const lap = <T extends Ran>(name: string, list: T[], act: (url: string) => Promise<T>) =>
      withDatabase(server, async (url) => {
        const ran = await act(url);
        list.push(ran);
        say(`round ${round}: ${name} ${ran.seconds.toFixed(2)} s, ${ran.peakMiB} MiB`);
      });
    await lap('migrate', off, async (url) => {
      const ran = await migrate(work, source, url, false);
      if (round === 1) await prepareFiles(server, url, ran.plan, files);
      return ran;
    });
    const plan = (off[0] as ToolRun).plan;
    await lap('floor', floor, (url) => bareRun(server, url, plan, files, source));
    if (peer) await lap('pgloader', peers, (url) => pgloader(source, url));
    await lap('migrate with extras', on, (url) => migrate(work, source, url, true));
    const planOn = (on[0] as ToolRun).plan;
    await lap('floor with extras', floorOn, (url) => bareRun(server, url, planOn, files, source));
    await rm(join(work, 'workspace'), { recursive: true, force: true });
  }
  return {
    rows: (off[0] as ToolRun).rows,
    rounds,
    tool: { ...measured(off), phases: phasesOf(off) },
    toolWithExtras: { ...measured(on), phases: phasesOf(on) },
    floor: leastOf(floor),
    floorWithExtras: leastOf(floorOn),
    pgloader: peers.length > 0 ? measured(peers) : null,
  };
}

function measured(runs: Ran[]): Measured {
  const peaks = runs.map((r) => r.peakMiB).filter((m) => m !== null);
  return {
    seconds: Math.min(...runs.map((r) => r.seconds)),
    peakMiB: peaks.length > 0 ? Math.max(...peaks) : null,
  };
}

function leastOf(runs: Floor[]): SizeResult['floor'] {
  const least = (part: keyof Floor['parts']) => Math.min(...runs.map((run) => run.parts[part]));
  const parts = {
    ...{ copyFile: least('copyFile'), create: least('create') },
    ...{ copy: least('copy'), build: least('build') },
  };
  return { ...measured(runs), parts };
}

/** The phases of the run that was the quickest as a whole. */
function phasesOf(runs: ToolRun[]): Record<string, number> {
  return runs.toSorted((a, b) => a.seconds - b.seconds)[0]?.phases ?? {};
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError, exitCodes } from '../../../../shared/errors.ts';
import type { Each, FleetVehicle, Profile, ValidationLevel } from '../../../../shared/model/index.ts';
import { worstOf } from '../../../engine/fleet/severity.ts';
import type { FleetInput } from '../../../engine/fleet.ts';
import { parseSet } from '../../../engine/plan/choices.ts';
import { onInterrupt } from '../interrupt.ts';
import type { Act, Invocation } from '../invocation.ts';
import { type OptionMaker, profiles, takesTarget } from '../options.ts';
import { type Report, tell } from '../output.ts';
import { passwordFor } from '../password.ts';
import { progressView } from '../progress/view.ts';
import { fleetDocument, fleetText } from '../text/fleet.ts';

interface Options {
  manifest?: string;
  folder?: string;
  out?: string;
  target?: string;
  plan?: string;
  profile: Profile;
  extras: 'on' | 'off';
  set: string[];
  each?: Each;
  jobs?: number;
  sync?: boolean;
  yes?: boolean;
  force?: boolean;
  vehicle?: string;
  placement?: boolean;
  level?: ValidationLevel;
}

/** `fleet` itself, with `status`, `validate` and `rollback` below it, which take the options of the first as well. */
export function addFleet(
  command: Command,
  sub: (name: string, help: string) => Command,
  make: OptionMaker,
  act: Act,
): void {
  command.addOption(make.text('--manifest <FILE>', 'manifest'));
  takesTarget(command, make, 'fleetTarget')
    .addOption(make.text('--plan <FILE>', 'playbook').conflicts('profile'))
    .addOption(make.oneOf('--profile <P>', 'profile', profiles).default('compatible'))
    .addOption(make.oneOf('--extras <on|off>', 'extras', ['on', 'off']).default('on'))
    .addOption(make.choices())
    .addOption(make.oneOf('--each <WHAT>', 'each', ['schema', 'database']))
    .addOption(make.number('--jobs <N>', 'jobs', 1, 1000))
    .addOption(make.flag('--sync', 'fleetSync'))
    .addOption(make.flag('--yes', 'yesFleet'))
    .addOption(make.text('--folder <DIR>', 'fleetFolder').conflicts('manifest'))
    .addOption(make.text('--out <FILE>', 'fleetOut'))
    .addOption(make.flag('--force', 'force'))
    .action(
      act<Options>((invocation) => (invocation.options.folder ? propose(invocation) : walk(invocation))),
    );
  sub('status', 'fleetStatus').addOption(make.flag('--placement', 'placement')).action(act(status));
  sub('validate', 'fleetValidate')
    .addOption(make.text('--vehicle <NAME>', 'vehicle'))
    .addOption(make.oneOf('--level <LEVEL>', 'level', ['counts', 'segments', 'rows']).default('rows'))
    .action(act<Options>((invocation) => conducted(invocation, 'validate')));
  sub('rollback', 'fleetRollback').addOption(make.text('--vehicle <NAME>', 'vehicle')).action(act(rollback));
}

const walk = (invocation: Invocation<Options>): Promise<Report> => conducted(invocation, 'migrate');

function manifestOf({ manifest }: Options): string {
  if (manifest !== undefined) return resolve(manifest);
  throw new AppError('usage', { reason: '--manifest' });
}

/** A manifest of the files that lie in a folder. */
async function propose({ options, run, t }: Invocation<Options>): Promise<Report> {
  const { folder = '', out, force = false } = options;
  if (out === undefined) throw new AppError('usage', { reason: '--out' });
  const made = await run('fleetPropose', { from: resolve(folder), out: resolve(out), force });
  return {
    json: made,
    text: t('fleet.proposed', { path: made.path, count: made.rows.length }),
  };
}

async function status(invocation: Invocation<Options>): Promise<Report> {
  const { options, run, t, exact, language, workspace, env } = invocation;
  const each = options.each ?? null;
  const known = { workspace, manifest: manifestOf(options), each, env: { ...env } };
  const seen = await run('fleetLook', known);
  // Without it no server is asked.
  const placement = options.placement
    ? await run('fleetPlacement', { ...known, target: options.target ?? null })
    : null;
  const report = { ...seen, placement };
  return {
    json: fleetDocument(report, exact),
    text: fleetText(report, t, language),
    exit: worstOf(report.vehicles.map(({ exit }) => exit)),
  };
}

/** Without --yes it only says which vehicles would be taken out. */
async function rollback(invocation: Invocation<Options>): Promise<Report> {
  const { options, run, t, exact, language, workspace, env } = invocation;
  if (options.yes) return conducted(invocation, 'rollback');
  const manifest = manifestOf(options);
  const report = await run('fleetLook', { workspace, manifest, each: null, env: { ...env } });
  const { vehicle: only } = options;
  const there = report.vehicles.filter(
    (each) => each.run !== null && each.status !== 'undone' && (only === undefined || each.vehicle === only),
  );
  const document = fleetDocument({ ...report, vehicles: there }, exact);
  if (there.length === 0) return { json: document, text: t('fleet.nothing') };
  return {
    json: document,
    text: fleetText({ ...report, vehicles: there, gone: [] }, t, language),
    problem: new AppError('fleet.unconfirmed', { count: there.length }),
  };
}

/** One interrupt and one bar for all vehicles. */
async function conducted(invocation: Invocation<Options>, act: FleetInput['act']): Promise<Report> {
  const { options, t, exact, language, workspace, env } = invocation;
  const view = progressView(options.progress, t);
  const interrupt = onInterrupt(() => {
    view.stop();
    tell(t('cli.error.interrupting'));
  });
  const began = performance.now();
  const input: FleetInput = {
    ...{ workspace, language, act, env: { ...env }, manifest: manifestOf(options) },
    ...{ target: options.target ?? null, each: options.each ?? null, jobs: options.jobs ?? null },
    ...{ only: options.vehicle ?? null, profile: options.profile, extras: options.extras === 'on' },
    plan: options.plan === undefined ? null : resolve(options.plan),
    ...{ acceptDefaults: options.yes ?? false, sync: options.sync ?? false },
    choices: parseSet(options.set, null),
    level: options.level ?? 'rows',
  };
  const { runFleet } = await import('../../../engine/fleet.ts');
  const conduct = (password: string | null) =>
    runFleet(password === null ? input : { ...input, env: { ...input.env, PGPASSWORD: password } }, {
      signal: interrupt.signal,
      logLevel: options.logLevel,
      onVehicle: ({ vehicle, run }, done, total) => {
        if (interrupt.signal.aborted) return;
        const rate = done / ((performance.now() - began) / 1000);
        const secondsLeft = done === 0 ? null : (total - done) / rate;
        view.show({
          ...{ run, stage: 'fleet', table: vehicle, unit: 'objects', done, total, rate, secondsLeft },
        });
      },
    });
  try {
    const report = await conduct(null).catch(async (error: unknown) => {
      const password = await passwordFor(error, t);
      if (password === null) throw error;
      return conduct(password);
    });
    const codes = report.vehicles
      .filter(({ vehicle }) => options.vehicle === undefined || vehicle === options.vehicle)
      .map((vehicle) => codeOf(vehicle, act));
    return {
      json: fleetDocument(report, exact),
      text: fleetText(report, t, language),
      exit: report.interrupted ? exitCodes.interrupted : worstOf(codes),
    };
  } finally {
    view.stop();
    interrupt.dispose();
  }
}

/** What a vehicle ends with, by what was asked: of one that was never there, nothing could be undone or compared. */
function codeOf({ run, status, exit }: FleetVehicle, act: FleetInput['act']): number {
  if (act === 'migrate') return exit;
  if (run === null || status === 'undone') return 0;
  // What is still there after an undo was not undone.
  return act === 'rollback' ? exit || exitCodes.interrupted : exit;
}

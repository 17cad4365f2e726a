import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import type { Report } from '../output.ts';

interface Options {
  run?: string;
  out?: string;
  installer?: string;
  check?: string;
}

export function addCertificate(command: Command, make: OptionMaker, act: Act): void {
  command
    .addOption(make.text('--run <ID>', 'run'))
    .addOption(make.matching('--out <FILE>', 'certificateOut', /\.(html|json)$/i, 'expectedCertificate'))
    .addOption(make.text('--installer <NAME>', 'certificateInstaller'))
    .addOption(make.text('--check <FILE>', 'certificateCheck').conflicts(['run', 'out', 'installer']))
    .action(act(certificate));
}

async function certificate(invocation: Invocation<Options>): Promise<Report> {
  const { options, run, t, language, workspace } = invocation;
  if (options.check !== undefined) return check(invocation, options.check);
  if (options.run === undefined || options.out === undefined)
    throw new AppError('usage', { reason: t('cli.certificate.needs') });
  const out = resolve(options.out);
  const input = { workspace, run: options.run, out, language, installer: options.installer };
  const { path } = await run('certificate', input);
  return { json: { run: options.run, certificate: path }, text: t('cli.certificate.done', { path }) };
}

async function check({ run, t }: Invocation<Options>, file: string): Promise<Report> {
  const checked = await run('checkCertificate', { path: resolve(file) });
  const { path, run: id, digest, changed } = checked;
  const json = { run: id, certificate: path, digest, changed };
  if (changed) return { json, text: path, problem: new AppError('certificate.changed', { path, run: id }) };
  return { json, text: t('cli.certificate.checked', { run: id, ...digest }) };
}

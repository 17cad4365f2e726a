import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import type { Report } from '../output.ts';

interface Options {
  run: string;
  out: string;
}

export function addCertificate(command: Command, make: OptionMaker, act: Act): void {
  command
    .addOption(make.text('--run <ID>', 'run').makeOptionMandatory())
    .addOption(
      make
        .matching('--out <FILE>', 'certificateOut', /\.(html|json)$/i, 'expectedCertificate')
        .makeOptionMandatory(),
    )
    .action(act(certificate));
}

async function certificate({ options, run, t, language, workspace }: Invocation<Options>): Promise<Report> {
  const out = resolve(options.out);
  const { path } = await run('certificate', { workspace, run: options.run, out, language });
  return { json: { run: options.run, certificate: path }, text: t('cli.certificate.done', { path }) };
}

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import type { Report } from '../output.ts';
import { supportPreview } from '../text/support.ts';

interface Options {
  run: string;
  out?: string;
  preview?: boolean;
}

export function addSupportBundle(command: Command, make: OptionMaker, act: Act): void {
  command
    .addOption(make.text('--run <ID>', 'run').makeOptionMandatory())
    .addOption(make.matching('--out <FILE>', 'bundleOut', /\.zip$/i, 'expectedBundle'))
    .addOption(make.flag('--preview', 'bundlePreview').conflicts('out'))
    .action(act(supportBundle));
}

async function supportBundle({ options, run, t, language, workspace }: Invocation<Options>): Promise<Report> {
  const { run: id, out, preview = false } = options;
  if (out === undefined && !preview) throw new AppError('usage', { reason: t('support.preview.needs') });
  const input = { workspace, run: id, out: out === undefined ? null : resolve(out), language };
  const { path, files, examples } = await run('supportBundle', input);
  const json = { run: id, path, files: files.map(({ name }) => name), contents: files, examples };
  const text =
    path === null
      ? supportPreview(id, { files, examples }, t, language)
      : t('cli.supportBundle.done', { path });
  return { json, text };
}

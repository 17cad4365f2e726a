import type { Command } from 'commander';
import type { Act, Invocation } from '../invocation.ts';
import type { OptionMaker } from '../options.ts';
import type { Report } from '../output.ts';
import { benchmarkText } from '../text/benchmark.ts';
import { type RunOptions, takesRun } from './runs-again.ts';

interface Options extends RunOptions {
  apply?: boolean;
}

export function addBenchmark(command: Command, make: OptionMaker, act: Act): void {
  takesRun(command, make).addOption(make.flag('--apply', 'apply')).action(act(benchmark));
}

async function benchmark({
  options,
  run,
  t,
  language,
  workspace,
  env,
}: Invocation<Options>): Promise<Report> {
  const { run: id, target = null, apply = false } = options;
  const result = await run('benchmark', { workspace, run: id, target, env: { ...env }, apply });
  return { json: result, text: benchmarkText(result, t, language) };
}

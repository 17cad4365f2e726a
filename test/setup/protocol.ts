import { cpus, totalmem } from 'node:os';
import { relative } from 'node:path';
import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';
import { longFiles } from '../long.ts';

interface Line {
  file: string;
  passed: number;
  failed: number;
  skipped: number;
  seconds: number;
}

/**
 * Prints at the end of the long proofs what they were and how they ended, to be kept with a release: a line for each file
 * that `npm test` leaves out, and one for all others together.
 */
export class Protocol implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], _errors: readonly unknown[], reason: TestRunEndReason): void {
    const lines = modules.map(lineOf).sort((a, b) => (a.file < b.file ? -1 : 1));
    const long = lines.filter(({ file }) => longFiles.includes(file));
    const others = lines.filter(({ file }) => !longFiles.includes(file));
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? '?'}, ${Math.round(totalmem() / 1024 ** 3)} GiB`;
    console.log(
      [
        `\nLong proofs, ${new Date().toISOString()}: ${reason}`,
        `Node ${process.version}, ${process.platform} ${process.arch}, ${machine}\n`,
        '| file | passed | failed | skipped | seconds |',
        '|---|---|---|---|---|',
        ...long.map(row),
        row(sumOf(`${others.length} files of every day`, others)),
        row(sumOf('all', lines)),
      ].join('\n'),
    );
  }
}

function lineOf(module: TestModule): Line {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const count = (state: string): number => states.filter((each) => each === state).length;
  return {
    file: relative(module.project.config.root, module.moduleId).replaceAll('\\', '/'),
    passed: count('passed'),
    // A file that could not even be loaded has no tests, and is no success.
    failed: count('failed') + (states.length === 0 && module.state() === 'failed' ? 1 : 0),
    skipped: count('skipped'),
    seconds: module.diagnostic().duration / 1000,
  };
}

function sumOf(file: string, lines: readonly Line[]): Line {
  const sum = (of: (line: Line) => number): number => lines.reduce((all, line) => all + of(line), 0);
  return {
    file,
    passed: sum((line) => line.passed),
    failed: sum((line) => line.failed),
    skipped: sum((line) => line.skipped),
    seconds: sum((line) => line.seconds),
  };
}

const row = ({ file, passed, failed, skipped, seconds }: Line): string =>
  `| ${file} | ${passed} | ${failed} | ${skipped} | ${seconds.toFixed(1)} |`;

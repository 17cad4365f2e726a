// Makes `electron` mean the stand-in, as it means Electron's own module in Electron's main process.
import { registerHooks } from 'node:module';
import { requireCaged } from './cage.ts';

const standIn = new URL('../electron.ts', import.meta.url).href;

registerHooks({
  resolve: (name, context, next) =>
    name === 'electron' ? { url: standIn, shortCircuit: true } : next(name, context),
});

// Threads come by here as well, with the same `--import`.
const { dlopen } = process;
process.dlopen = (module, file, ...rest) => {
  requireCaged(file);
  return dlopen.call(process, module, file, ...rest);
};

// As when Electron is started with the folder of a program, which is then the first word of the command line.
process.defaultApp = true;

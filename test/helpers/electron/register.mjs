// Makes `electron` mean the stand-in, as it means Electron's own module in Electron's main process.
import { registerHooks } from 'node:module';

const standIn = new URL('../electron.ts', import.meta.url).href;

registerHooks({
  resolve: (name, context, next) =>
    name === 'electron' ? { url: standIn, shortCircuit: true } : next(name, context),
});

// As when Electron is started with the folder of a program, which is then the first word of the command line.
process.defaultApp = true;

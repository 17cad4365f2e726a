/**
 * Makes this process the shadow of a child: it passes signals on and ends as the child does. On Windows a signal from
 * here would end the child on the spot, and Ctrl-C reaches it by itself; this process only must not die of it. A program
 * with windows is not at the console, hears nothing, and is ended on the spot therefore.
 * https://nodejs.org/api/process.html#signal-events
 */
export function follow(child, own = process, platform = process.platform, { atConsole = true } = {}) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']) {
    own.on(signal, () => {
      if (platform !== 'win32') child.kill(signal);
      // Windows knows no SIGHUP and no SIGBREAK to send.
      else if (!atConsole) child.kill();
    });
  }
  child.on('error', (error) => {
    console.error(error.message);
    // One that runs, and only could not be reached, is followed to its end.
    if (child.pid === undefined) own.exit(1);
  });
  child.on('exit', (code, signal) => own.exit(code ?? (signal ? 130 : 1)));
}

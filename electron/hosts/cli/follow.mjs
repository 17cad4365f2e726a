/**
 * Makes this process the shadow of a child: it passes signals on and ends as the child does. On Windows a signal from
 * here would end the child on the spot, and Ctrl-C reaches it by itself; this process only must not die of it.
 * https://nodejs.org/api/process.html#signal-events
 */
export function follow(child, own = process, platform = process.platform) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']) {
    own.on(signal, () => {
      if (platform !== 'win32') child.kill(signal);
    });
  }
  child.on('exit', (code, signal) => own.exit(code ?? (signal ? 130 : 1)));
}

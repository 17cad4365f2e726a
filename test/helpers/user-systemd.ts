import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { until } from './until.ts';

const run = promisify(execFile);
/** Nobody in particular. */
const uid = 65534;
const service = ['/lib/systemd/systemd', '--user'];

/** A user's own systemd, apart from the machine's: in namespaces of its own, with a /run and a control group of its own. */
export interface UserSystemd {
  /** Runs a program as that user. Rejects with `code`, `stdout` and `stderr` where it fails. */
  run(program: string, ...args: string[]): Promise<{ stdout: string; stderr: string }>;
  /** Ends that systemd with all that it runs, as the machine does when it goes down, and starts it again. */
  reboot(): Promise<void>;
  stop(): Promise<void>;
}

/** Why there can be none here; null where there can. */
export function noUserSystemd(): string | null {
  if (process.platform !== 'linux') return 'systemd is on Linux alone';
  if (process.getuid?.() !== 0) return 'only root can make namespaces and control groups for it';
  const missing = ['/lib/systemd/systemd', '/usr/bin/unshare', '/usr/bin/nsenter', '/sys/fs/cgroup/systemd'];
  const gone = missing.filter((path) => !existsSync(path));
  return gone.length === 0 ? null : `not on this machine: ${gone.join(', ')}`;
}

/** @param home the user's folder, which becomes his */
export async function userSystemd(home: string, env: Record<string, string>): Promise<UserSystemd> {
  chownSync(home, uid, uid);
  const own = { ...env, HOME: home, XDG_RUNTIME_DIR: `/run/user/${uid}` };
  const group = `autocore-test-${process.pid}`;
  const as = ['--reuid', String(uid), '--regid', String(uid), '--clear-groups', '--'];
  const start = async () => {
    const holder = spawn(
      'unshare',
      ['--mount', '--pid', '--fork', '--mount-proc', 'sh', '-c', stage(group)],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: { PATH: process.env.PATH },
      },
    );
    await once(holder.stdout, 'data');
    const [first] = readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, 'utf8').split(' ');
    const enter = ['--target', String(first), '--mount', '--pid', '--'];
    const inside = (program: string, ...args: string[]) =>
      run('nsenter', [...enter, 'setpriv', ...as, program, ...args], { env: own, maxBuffer: 1e8 });
    const manager = spawn('nsenter', [...enter, 'sh', '-c', joined(group), 'sh', ...as, ...service], {
      stdio: 'ignore',
      env: own,
    });
    await until(async () =>
      inside('systemctl', '--user', 'show-environment').then(
        () => true,
        () => false,
      ),
    );
    return {
      inside,
      end: async () => {
        const ended = once(manager, 'exit');
        await inside('systemctl', '--user', 'exit');
        await ended;
        // The first process of the namespace takes whatever is left with it.
        holder.stdin.end();
        await once(holder, 'exit');
      },
    };
  };
  let now = await start();
  return {
    run: (program, ...args) => now.inside(program, ...args),
    reboot: async () => {
      await now.end();
      now = await start();
    },
    stop: async () => {
      await now.end();
      for (const kind of ['systemd', 'unified']) {
        const folder = `/sys/fs/cgroup/${kind}/${group}`;
        if (existsSync(folder))
          await run('find', [folder, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';']);
      }
    },
  };
}

/** What root prepares: systemd works where /run says that it is there, in a control group that is the user's. */
function stage(group: string): string {
  return `set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system /run/user/${uid}
chown ${uid} /run/user/${uid}
chmod 700 /run/user/${uid}
for kind in systemd unified; do
  test -d /sys/fs/cgroup/$kind || continue
  mkdir -p /sys/fs/cgroup/$kind/${group}
  chown -R ${uid} /sys/fs/cgroup/$kind/${group}
done
echo ready
cat > /dev/null
`;
}

/** Puts a program into that control group. */
function joined(group: string): string {
  return `for kind in systemd unified; do
  test -d /sys/fs/cgroup/$kind/${group} && echo $$ > /sys/fs/cgroup/$kind/${group}/cgroup.procs
done
exec setpriv "$@"`;
}

import type { JobSnapshot, LogLine } from '../../shared/contract.ts';
import { auditFits, wishesOf } from './audit.ts';
import { isCutover, pageOf } from './cutover.ts';
import { speedWith } from './speed.ts';
import { missingFields, targetOf } from './target-form.ts';
import type { Tools } from './tools.ts';
import type { JobPart } from './wizard.ts';

const logLimit = 2000;

/** True while the job holds the engine. */
export function isActive(job: JobSnapshot | null): boolean {
  return job !== null && job.finishedAt === null;
}

/** True for what the fourth step shows. */
export function isMigration(
  job: JobSnapshot | null,
): job is JobSnapshot & { kind: 'migrate' | 'rehearse' | 'export' } {
  return job?.kind === 'migrate' || job?.kind === 'rehearse' || job?.kind === 'export';
}

/** True for a snapshot that was overtaken on its way by what is known: an answer and an event travel apart. */
function isStale(job: JobSnapshot | null, known: JobSnapshot | null): boolean {
  if (!job || !known) return false;
  return job.id === known.id ? job.version < known.version : job.startedAt < known.startedAt;
}

export function jobPart({ get, set, ask, attempt }: Tools): JobPart {
  const handled = new Set<string>();

  /** What follows by itself from a job that has ended. Once a job, however often the host tells of it. */
  async function finish(job: JobSnapshot): Promise<void> {
    if (job.status === 'done' && job.kind === 'audit') {
      set({ view: await ask('audit.current', {}) });
    }
    if (job.status === 'done' && job.kind === 'sample' && job.sample) {
      set({ step: 'connect' });
      await get().choose(job.sample.token);
    }
    const settled = job.status === 'done' && ['audit', 'sample', 'fleet'].includes(job.kind);
    // What was cut off in a folder is told, although nothing is left of it.
    const nothingLeft = job.status === 'cancelled' && !job.run && job.kind !== 'export';
    if (settled || nothingLeft) await ask('job.dismiss', {});
    if (job.run && mayShow(job.run)) {
      await get().refreshRun(job.run);
      if (job.kind === 'benchmark') await get().loadBenchmark(job.run);
      if (isCutover(job)) {
        if (job.status === 'done') get().setServerPassword('');
        await get().loadCutover(job.run);
      }
    }
    if (job.kind === 'fleet') await get().lookAtFleet();
    await get().loadRuns();
  }

  /** False where the page is about another run: that one stays, whichever job of another tab has ended. */
  function mayShow(id: string): boolean {
    const { run, step } = get();
    return run === null || run.state.id === id || !['validate', 'cutover', 'tools'].includes(step);
  }

  /** Puts lines behind those that are known. */
  function add(lines: readonly LogLine[]): void {
    const last = get().log.at(-1)?.seq ?? -1;
    set({ log: [...get().log, ...lines.filter((line) => line.seq > last)].slice(-logLimit) });
  }

  async function begin(start: () => Promise<JobSnapshot>): Promise<void> {
    await attempt('job', async () => get().seeJob(await start()));
  }

  return {
    job: null,
    log: [],
    speed: null,
    seeJob(job) {
      if (isStale(job, get().job)) return;
      const before = get().job;
      const isNew = job?.id !== before?.id;
      set(job ? { job, speed: speedWith(get().speed, job) } : { job });
      if (!job) return;
      // Where it goes is told by the list: another tab may have begun it. A page that was just opened reads it anyway.
      const { runs } = get();
      const isTold = job.run !== null && (isNew || job.run !== before?.run);
      if (isTold && runs !== null && !runs.some(({ id }) => id === job.run)) void get().loadRuns();
      if (isActive(job)) {
        if (isNew && job.kind === 'audit') set({ step: 'audit' });
        if (isNew && isMigration(job)) set({ step: 'migrate' });
        if (isNew && job.manifest) void get().openFleet(job.manifest.token);
        if (isNew && job.kind === 'benchmark' && job.run) void get().openTools(job.run, 'benchmark');
        if (isNew && isCutover(job) && job.run) void get().openCutover(job.run, pageOf[job.kind]);
        return;
      }
      if (handled.has(job.id)) return;
      handled.add(job.id);
      void attempt('job', () => finish(job));
    },
    seeLog(lines) {
      const before = get().log.at(-1)?.seq;
      add(lines);
      const [first] = lines;
      // Over a slow line some were left out: the host has them still.
      if (before === undefined || first === undefined || first.seq <= before + 1) return;
      void attempt('session', async () => {
        const tail = await ask('log.tail', { limit: logLimit });
        const newer = get().log;
        set({ log: tail });
        add(newer);
      });
    },
    async migrate() {
      const { view, target, ifNotEmpty, waiting } = get();
      if (!view || waiting !== null || !auditFits(get()) || missingFields(target).length > 0) return;
      const wanted = { ...wishesOf(view), source: view.source, acceptDefaults: true };
      const server = targetOf(target);
      const { folder } = target;
      if (server) await begin(() => ask('job.migrate', { ...wanted, target: server, ifNotEmpty }));
      else if (folder) {
        const schema = target.schema.trim();
        await begin(() => ask('job.export', { ...wanted, folder: folder.token, schema }));
      }
    },
    async rehearse() {
      const { view, target, waiting } = get();
      if (!view || waiting !== null) return;
      await begin(() =>
        ask('job.rehearse', {
          ...wishesOf(view),
          source: view.source,
          acceptDefaults: true,
          target: targetOf(target),
        }),
      );
    },
    resume: (run, password) => begin(() => ask('job.resume', { run, password })),
    makeSample: (rows, dirty) => begin(() => ask('job.sample', { rows, dirty })),
    pause: () => begin(() => ask('job.pause', {})),
    goOn: () => begin(() => ask('job.continue', {})),
    cancel: () => begin(() => ask('job.cancel', {})),
    async dismissJob() {
      await attempt('job', async () => {
        await ask('job.dismiss', {});
        set({ job: null });
      });
    },
  };
}

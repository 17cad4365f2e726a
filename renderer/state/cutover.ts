import type { CutoverInput, CutoverPreview, JobSnapshot, PickedFile } from '../../shared/contract.ts';
import { runOf, type Tools } from './tools.ts';
import { createTurns } from './turns.ts';
import type { CutoverPart } from './wizard.ts';

/** Where the outcome of each job is shown. */
export const pageOf = {
  sync: 'prepare',
  follow: 'prepare',
  cutover: 'connection',
  wayBack: 'back',
  rollback: 'back',
} as const;

/** True for what the last step shows. */
export function isCutover(job: JobSnapshot | null): job is JobSnapshot & { kind: keyof typeof pageOf } {
  return job !== null && Object.hasOwn(pageOf, job.kind);
}

export function cutoverPart({ get, set, ask, attempt }: Tools): CutoverPart {
  const views = createTurns();
  /** The preview that is being made. The engine works on a run once at a time, so the next one waits for it. */
  let previewing: Promise<void> | null = null;
  let changed = false;

  async function previewUntilSettled(): Promise<void> {
    await attempt('preview', async () => {
      let asked: CutoverInput;
      let preview: CutoverPreview;
      do {
        changed = false;
        asked = wanted();
        preview = await ask('cutover.preview', asked);
      } while (changed);
      // The host remembers a password that worked.
      if (get().run?.state.id === asked.run) set({ preview, serverPassword: '' });
    });
    previewing = null;
    // It failed for a choice that is no longer the one.
    if (changed) await get().loadPreview();
  }

  function wanted(): CutoverInput {
    const { envFiles, application } = get();
    const tokens = envFiles.filter(({ chosen }) => chosen).map(({ token }) => token);
    const own = application !== null && application.user.trim() !== '' ? application : null;
    return { ...runOf(get()), envFiles: tokens, application: own };
  }

  function add(file: PickedFile): Promise<void> {
    const others = get().envFiles.filter(({ token }) => token !== file.token);
    set({ envFiles: [...others, { ...file, chosen: true }] });
    return get().loadPreview();
  }

  async function begin(start: () => Promise<JobSnapshot>): Promise<void> {
    await attempt('job', async () => get().seeJob(await start()));
  }

  return {
    cutover: null,
    cutoverPage: 'prepare',
    envFiles: [],
    application: null,
    preview: null,
    serverPassword: '',
    async openCutover(run, page = 'prepare') {
      set({ cutoverPage: page });
      if (get().cutover?.run !== run) set({ cutover: null, envFiles: [], application: null, preview: null });
      await get().openRun(run, 'cutover');
    },
    async loadCutover(run) {
      await attempt('cutover', async () => {
        const answer = await views.ask(() =>
          Promise.all([ask('cutover.view', { run }), ask('cutover.offered', { run })]),
        );
        if (answer === null) return;
        const [cutover, offered] = answer;
        const before = get().cutover?.run === run ? get().envFiles : [];
        const written = new Set(cutover.envs.map(({ path }) => path));
        const fresh = offered
          .filter(({ token }) => !before.some((each) => each.token === token))
          .map((file) => ({ ...file, chosen: written.has(file.path) }));
        set({ cutover, envFiles: [...before, ...fresh] });
        // What was typed to go live is not for the next time.
        if (cutover.phase === 'live' || cutover.phase === 'back')
          set({ application: null, preview: null, serverPassword: '' });
      });
    },
    async tick(check, done) {
      const { cutover } = get();
      if (cutover === null) return;
      const { run } = cutover;
      const show = (at: string | undefined): void => {
        // Another run may be on the screen by now, and another tick on its way.
        const now = get().cutover;
        if (now?.run !== run) return;
        const { [check]: _, ...others } = now.ticks;
        set({ cutover: { ...now, ticks: at === undefined ? others : { ...others, [check]: at } } });
      };
      const before = cutover.ticks[check];
      // At once; the folder is a moment behind.
      show(done ? new Date().toISOString() : undefined);
      const kept = await attempt('cutover', async () => {
        show((await ask('cutover.tick', { run, check, done }))[check]);
      });
      if (!kept) show(before);
    },
    showCutoverPage: (cutoverPage) => set({ cutoverPage }),
    chooseEnv(token, chosen) {
      set({ envFiles: get().envFiles.map((each) => (each.token === token ? { ...each, chosen } : each)) });
      void get().loadPreview();
    },
    async pickEnv() {
      await attempt('preview', async () => {
        const file = await ask('files.pick', { purpose: 'env' });
        if (file) await add(file);
      });
    },
    async takeEnv(token) {
      await attempt('preview', async () => add(await ask('files.take', { file: token })));
    },
    setApplication: (application) => set({ application }),
    setServerPassword: (serverPassword) => set({ serverPassword }),
    async loadPreview() {
      set({ preview: null });
      changed = previewing !== null;
      previewing ??= previewUntilSettled();
      await previewing;
    },
    sync: (decided = {}) => begin(() => ask('job.sync', { ...runOf(get()), ...decided })),
    follow: () => begin(() => ask('job.follow', runOf(get()))),
    goLive: () => begin(() => ask('job.cutover', wanted())),
    async lookBack() {
      set({ cutoverPage: 'back' });
      await begin(() => ask('job.wayBack', runOf(get())));
    },
    goBack: (snapshotOnly) => begin(() => ask('job.rollback', { ...runOf(get()), snapshotOnly })),
  };
}

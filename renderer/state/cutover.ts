import type {
  CutoverInput,
  CutoverPreview,
  CutoverView,
  JobSnapshot,
  PickedFile,
} from '../../shared/contract.ts';
import type { Tools } from './tools.ts';

/** Going live and coming back: the wizard's last step. */
export interface CutoverPart {
  /** Of the run that is shown; null until asked for. */
  cutover: CutoverView | null;
  /** Which of the screens of a phase; others follow from the phase alone. */
  cutoverPage: 'prepare' | 'connection' | 'back';
  /** .env files to choose from: found or picked. */
  envFiles: (PickedFile & { chosen: boolean })[];
  /** The application's own login; null: as its files or the run say. */
  application: { user: string; password: string } | null;
  /** Of the choice as it is now; null after every change. */
  preview: CutoverPreview | null;
  /** Of the target, where nobody remembers it. */
  serverPassword: string;
  /** Leads to the last step of a run. */
  openCutover(run: string, page?: CutoverPart['cutoverPage']): Promise<void>;
  loadCutover(run: string): Promise<void>;
  showCutoverPage(page: CutoverPart['cutoverPage']): void;
  chooseEnv(token: string, chosen: boolean): void;
  pickEnv(): Promise<void>;
  takeEnv(token: string): Promise<void>;
  setApplication(login: CutoverPart['application']): void;
  setServerPassword(password: string): void;
  loadPreview(): Promise<void>;
  sync(): Promise<void>;
  goLive(): Promise<void>;
  /** Opens the page of the way back, and looks at what it would do. */
  lookBack(): Promise<void>;
  goBack(snapshotOnly: boolean): Promise<void>;
}

/** Where the outcome of each job is shown. */
export const pageOf = { sync: 'prepare', cutover: 'connection', wayBack: 'back', rollback: 'back' } as const;

/** True for what the last step shows. */
export function isCutover(job: JobSnapshot | null): job is JobSnapshot & { kind: keyof typeof pageOf } {
  return job !== null && Object.hasOwn(pageOf, job.kind);
}

export function cutoverPart({ get, set, ask, attempt }: Tools): CutoverPart {
  /** The preview that is being made. The engine works on a run once at a time, so the next one waits for it. */
  let previewing: Promise<void> | null = null;
  let changed = false;

  async function previewUntilSettled(): Promise<void> {
    await attempt('preview', async () => {
      let preview: CutoverPreview | null = null;
      do {
        changed = false;
        preview = await ask('cutover.preview', wanted());
      } while (changed);
      // The host remembers a password that worked.
      set({ preview, serverPassword: '' });
    });
    previewing = null;
    // It failed for a choice that is no longer the one.
    if (changed) await get().loadPreview();
  }

  function target(): { run: string; password: string | null } {
    const { run, serverPassword } = get();
    if (!run) throw new Error('no run is open');
    return { run: run.state.id, password: serverPassword === '' ? null : serverPassword };
  }

  function wanted(): CutoverInput {
    const { envFiles, application } = get();
    const tokens = envFiles.filter(({ chosen }) => chosen).map(({ token }) => token);
    const own = application !== null && application.user.trim() !== '' ? application : null;
    return { ...target(), envFiles: tokens, application: own };
  }

  function add(file: PickedFile): void {
    const others = get().envFiles.filter(({ token }) => token !== file.token);
    set({ envFiles: [...others, { ...file, chosen: true }] });
    void get().loadPreview();
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
        const [cutover, offered] = await Promise.all([
          ask('cutover.view', { run }),
          ask('cutover.offered', { run }),
        ]);
        const before = get().cutover?.run === run ? get().envFiles : [];
        const written = new Set(cutover.envs.map(({ path }) => path));
        const fresh = offered
          .filter(({ token }) => !before.some((each) => each.token === token))
          .map((file) => ({ ...file, chosen: written.has(file.path) }));
        set({ cutover, envFiles: [...before, ...fresh] });
      });
    },
    showCutoverPage: (cutoverPage) => set({ cutoverPage }),
    chooseEnv(token, chosen) {
      set({ envFiles: get().envFiles.map((each) => (each.token === token ? { ...each, chosen } : each)) });
      void get().loadPreview();
    },
    async pickEnv() {
      await attempt('preview', async () => {
        const file = await ask('files.pick', { purpose: 'env' });
        if (file) add(file);
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
    sync: () => begin(() => ask('job.sync', target())),
    goLive: () => begin(() => ask('job.cutover', wanted())),
    async lookBack() {
      set({ cutoverPage: 'back' });
      await begin(() => ask('job.wayBack', target()));
    },
    goBack: (snapshotOnly) => begin(() => ask('job.rollback', { ...target(), snapshotOnly })),
  };
}

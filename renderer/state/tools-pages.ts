import type { PickedFile, WrittenKit } from '../../shared/contract.ts';
import type { BenchmarkResult, TargetStatus } from '../../shared/model/index.ts';
import type { Tools } from './tools.ts';

export const toolsPages = ['kit', 'benchmark', 'status'] as const;
export type ToolsPage = (typeof toolsPages)[number];

/** What comes after the migration: kit, benchmark and status of the run that is open. */
export interface ToolsPart {
  toolsPage: ToolsPage;
  /** What was written last; null before. */
  kit: WrittenKit | null;
  /** The run's last one; null without one. */
  benchmark: BenchmarkResult | null;
  status: TargetStatus | null;
  /** Folder of copies that the status looks into. */
  backups: PickedFile | null;
  openTools(run: string, page?: ToolsPage): Promise<void>;
  showToolsPage(page: ToolsPage): void;
  /** Opens the system's dialog; null when the user closed it. */
  pickFolder(): Promise<PickedFile | null>;
  writeKit(folder: PickedFile): Promise<void>;
  loadBenchmark(run: string): Promise<void>;
  startBenchmark(apply: boolean): Promise<void>;
  loadStatus(): Promise<void>;
  setBackups(folder: PickedFile): Promise<void>;
}

export function toolsPart({ get, set, ask, attempt }: Tools): ToolsPart {
  function target(): { run: string; password: string | null } {
    const { run, serverPassword } = get();
    if (!run) throw new Error('no run is open');
    return { run: run.state.id, password: serverPassword === '' ? null : serverPassword };
  }

  return {
    toolsPage: 'kit',
    kit: null,
    benchmark: null,
    status: null,
    backups: null,
    async openTools(run, page = 'kit') {
      if (get().run?.state.id !== run || get().status?.run !== run) {
        set({ kit: null, benchmark: null, status: null, backups: null });
      }
      set({ toolsPage: page });
      await get().openRun(run, 'tools');
    },
    showToolsPage: (toolsPage) => set({ toolsPage }),
    async pickFolder() {
      let picked: PickedFile | null = null;
      await attempt('tools', async () => {
        picked = await ask('files.pick', { purpose: 'folder' });
      });
      return picked;
    },
    async writeKit({ token }) {
      set({ kit: null });
      await attempt('tools', async () => {
        set({ kit: await ask('tools.kit', { run: target().run, folder: token }) });
      });
    },
    async loadBenchmark(run) {
      await attempt('tools', async () => set({ benchmark: await ask('tools.benchmark', { run }) }));
    },
    async startBenchmark(apply) {
      await attempt('job', async () => {
        get().seeJob(await ask('job.benchmark', { ...target(), apply }));
      });
    },
    async loadStatus() {
      const { backups } = get();
      await attempt('tools', async () => {
        set({ status: await ask('tools.status', { ...target(), backups: backups?.token ?? null }) });
      });
    },
    async setBackups(backups) {
      set({ backups });
      await get().loadStatus();
    },
  };
}

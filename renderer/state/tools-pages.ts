import type { PickedFile } from '../../shared/contract.ts';
import { runOf, type Tools } from './tools.ts';
import { createTurns } from './turns.ts';
import type { ToolsPart } from './wizard.ts';

export function toolsPart({ get, set, ask, attempt }: Tools): ToolsPart {
  const looks = createTurns();

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
        set({ kit: await ask('tools.kit', { run: runOf(get()).run, folder: token }) });
      });
    },
    async loadBenchmark(run) {
      await attempt('tools', async () => set({ benchmark: await ask('tools.benchmark', { run }) }));
    },
    async startBenchmark(apply) {
      await attempt('job', async () => {
        get().seeJob(await ask('job.benchmark', { ...runOf(get()), apply }));
      });
    },
    async loadStatus() {
      const { backups } = get();
      await attempt('tools', async () => {
        const input = { ...runOf(get()), backups: backups?.token ?? null };
        const status = await looks.ask(() => ask('tools.status', input));
        if (status) set({ status });
      });
    },
    async setBackups(backups) {
      set({ backups });
      await get().loadStatus();
    },
  };
}

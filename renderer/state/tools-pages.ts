import type { PickedFile } from '../../shared/contract.ts';
import type { Tools } from './tools.ts';
import type { ToolsPart } from './wizard.ts';

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

import type { OpenException } from '../../shared/contract.ts';
import { wishesOf } from './audit.ts';
import { serverOf } from './target-form.ts';
import type { Tools } from './tools.ts';
import type { RunPart } from './wizard.ts';

export const pageSize = 200;

export function runPart({ client, get, set, ask, attempt }: Tools): RunPart {
  async function read(run: string): Promise<void> {
    const [detail, certificate, facets] = await Promise.all([
      ask('runs.get', { run }),
      ask('runs.certificate', { run }),
      ask('runs.exceptionFacets', { run }),
    ]);
    set({ run: detail, certificate, facets });
  }

  /** The host knows it for the next start. */
  function remember(installer: string | undefined): void {
    const { info } = get();
    if (info && installer !== undefined) set({ info: { ...info, installer: installer.trim() } });
  }

  return {
    rehearsed: null,
    async loadRehearsed() {
      const { view } = get();
      // Another file's, until its own is known.
      set({ rehearsed: null });
      if (!view) return;
      await attempt('run', async () => {
        const rehearsed = await ask('runs.rehearsed', { source: view.source, ...wishesOf(view) });
        if (get().view === view) set({ rehearsed });
      });
    },
    runs: null,
    run: null,
    certificate: null,
    facets: null,
    saved: null,
    undoList: null,
    async loadRuns() {
      await attempt('start', async () => set({ runs: await ask('runs.list', {}) }));
    },
    async openRun(run, step = 'validate') {
      set({ saved: null, undoList: null });
      if (await attempt('run', () => read(run))) set({ step });
    },
    async refreshRun(run) {
      await attempt('run', () => read(run));
    },
    async validate(level, password) {
      const { run } = get();
      if (!run) return;
      await attempt('job', async () => {
        get().seeJob(await ask('job.validate', { run: run.state.id, level, password }));
      });
    },
    async validateThere() {
      const { run, target } = get();
      if (!run) return;
      const { id, target: planned } = run.state;
      const server = { ...serverOf(target), schema: planned.schema };
      await attempt('job', async () => {
        get().seeJob(await ask('job.validate', { run: id, level: 'rows', password: null, target: server }));
      });
    },
    async loadUndoList(run, password) {
      set({ undoList: null });
      await attempt('undo', async () => set({ undoList: await ask('runs.undoList', { run, password }) }));
    },
    async undo(run, password) {
      await attempt('job', async () => get().seeJob(await ask('job.undo', { run, password })));
    },
    async exceptionPage(filter, offset) {
      const { run } = get();
      if (!run) return null;
      const input = { run: run.state.id, filter, offset, limit: pageSize };
      const result = await client.call('runs.exceptions', input);
      if (result.ok) return result.value;
      set({ problems: { ...get().problems, exceptions: result.error } });
      return null;
    },
    async exceptionFacets(filter) {
      const { run } = get();
      if (!run) return null;
      const result = await client.call('runs.exceptionFacets', { run: run.state.id, filter });
      if (result.ok) return result.value;
      set({ problems: { ...get().problems, exceptions: result.error } });
      return null;
    },
    async openException(filter, index) {
      const { run } = get();
      if (!run) return null;
      let opened: OpenException | null = null;
      await attempt('exception', async () => {
        opened = await ask('runs.exception', { run: run.state.id, filter, index });
      });
      return opened;
    },
    async save(what) {
      set({ saved: null });
      await attempt('save', async () => {
        const saved = await ask('exports.save', what);
        if (what.what === 'certificate') remember(what.installer);
        if (!saved) return;
        await client.deliver(saved);
        set({ saved: saved.kind === 'file' ? saved.path : saved.name });
      });
    },
    async print(run, language, installer) {
      set({ saved: null });
      await attempt('save', async () => {
        const what = { what: 'certificate', run, format: 'html', language, installer } as const;
        const saved = await ask('exports.save', what);
        remember(installer);
        if (saved) await client.print(saved);
      });
    },
    async reveal() {
      const { run } = get();
      if (!run) return;
      await attempt('save', async () => {
        await ask('runs.reveal', { run: run.state.id });
      });
    },
  };
}

import type { OpenException } from '../../shared/contract.ts';
import { wishesOf } from './audit.ts';
import { serverOf } from './target-form.ts';
import type { Tools } from './tools.ts';
import { createTurns } from './turns.ts';
import type { RunPart, Step } from './wizard.ts';

export const pageSize = 200;

export function runPart({ client, get, set, ask, save, attempt, piece }: Tools): RunPart {
  const readings = createTurns();
  const undoLists = createTurns();
  /** The run that was asked for and is on its way to the page, and where it will be shown. */
  let opening: { run: string; step: Step } | null = null;

  /** True when it is shown, and not another one that was asked for meanwhile. */
  async function read(run: string): Promise<boolean> {
    const answer = await readings.ask(() =>
      Promise.all([
        ask('runs.get', { run }),
        ask('runs.certificate', { run }),
        ask('runs.exceptionFacets', { run }),
      ]),
    );
    if (answer === null) return false;
    const [detail, certificate, facets] = answer;
    // What was typed is for the server of one run: another's must not see it.
    if (get().run?.state.id !== run) set({ serverPassword: '' });
    set({ run: detail, certificate, facets });
    return true;
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
      const own = { run, step };
      opening = own;
      await attempt('run', async () => {
        if (await read(run)) set({ step });
      });
      if (opening === own) opening = null;
    },
    async refreshRun(run) {
      // One that is on its way is asked for anew, and another one left to come.
      if (opening !== null) return opening.run === run ? get().openRun(run, opening.step) : undefined;
      await attempt('run', async () => {
        await read(run);
      });
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
      await attempt('undo', async () => {
        const undoList = await undoLists.ask(() => ask('runs.undoList', { run, password }));
        if (undoList) set({ undoList });
      });
    },
    async undo(run, password) {
      await attempt('job', async () => get().seeJob(await ask('job.undo', { run, password })));
    },
    async exceptionPage(filter, offset) {
      const { run } = get();
      if (!run) return null;
      const input = { run: run.state.id, filter, offset, limit: pageSize };
      return piece('exceptions', () => ask('runs.exceptions', input));
    },
    async exceptionFacets(filter) {
      const { run } = get();
      if (!run) return null;
      return piece('exceptions', () => ask('runs.exceptionFacets', { run: run.state.id, filter }));
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
        const saved = await save(what);
        if (what.what === 'certificate') remember(what.installer);
        set({ saved });
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

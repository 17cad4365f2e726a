import type { AppInfo } from '../../shared/contract.ts';
import { languageOf } from '../../shared/messages/index.ts';
import { emptyFleetForm } from './fleet-list.ts';
import { type Memory, recall, remember } from './memory.ts';
import { hasSomething } from './reachable.ts';
import { emptyTarget } from './target-form.ts';
import type { Tools } from './tools.ts';
import type { SessionPart } from './wizard.ts';

export function sessionPart({ client, get, set, ask, attempt }: Tools): SessionPart {
  /**
   * A page that was just opened or that found its host again: the host has the truth. What it knows by heart is shown at
   * once, a job above all; what it has to look for, such as the source, comes behind.
   */
  async function refresh(first: boolean): Promise<void> {
    const known = get().job;
    const memory = first ? recall() : null;
    await attempt('session', async () => {
      const [info, job, view, log] = await Promise.all([
        ask('app.info', {}),
        ask('job.state', {}),
        ask('audit.current', {}),
        ask('log.tail', { limit: 200 }),
      ]);
      set({ view, log });
      if (memory) set({ speed: memory.speed });
      // That there is none is no news any more where one was told of meanwhile.
      if (job !== null || get().job === known) get().seeJob(job);
      if (memory) await restorePlace(memory);
      set({ info: await inOwnLanguage(info) });
      await get().loadRuns();
      // Whoever was quicker has chosen another one.
      if (memory?.source && get().look === null && !get().busy.source) await get().choose(memory.source);
      await get().takeHanded();
    });
  }

  /** Until somebody chooses a language, a browser speaks its own: its host may be a computer far away. */
  async function inOwnLanguage(info: AppInfo): Promise<AppInfo> {
    if (info.host === 'desktop' || info.languageChosen) return info;
    const language = languageOf(navigator.language);
    await ask('app.setLanguage', { language });
    return { ...info, language, languageChosen: true };
  }

  /** Puts the user back where the page was before a reload, unless a job has a place of its own. */
  async function restorePlace(memory: Memory): Promise<void> {
    set({ target: { ...emptyTarget, ...memory.target }, ifNotEmpty: memory.ifNotEmpty });
    if (memory.run) await get().refreshRun(memory.run);
    if (memory.fleet) await restoreFleet(memory.fleet, memory);
    if (get().step === 'start' && hasSomething(get(), memory.step)) set({ step: memory.step });
  }

  /** A list that was open: another step may be shown, and it is there when somebody goes back to it. */
  async function restoreFleet(manifest: string, { fleetForm }: Memory): Promise<void> {
    await get().openFleet(manifest, null);
    if (get().fleet?.manifest.token !== manifest) return;
    set({ fleetForm: { ...emptyFleetForm, ...fleetForm } });
    // Its names are those of databases.
    if (fleetForm.each === 'database') await get().lookAtFleet();
  }

  function keep(): void {
    const { step, look, target, ifNotEmpty, run, speed, fleet, fleetForm } = get();
    const { password: _, ...rest } = target;
    remember({
      step,
      source: look?.file.token ?? null,
      target: rest,
      ifNotEmpty,
      run: run?.state.id ?? null,
      speed,
      fleet: fleet?.manifest.token ?? null,
      fleetForm,
    });
  }

  return {
    connection: 'opening',
    info: null,
    step: 'start',
    busy: {},
    problems: {},
    open() {
      let opened = false;
      const ends = [
        client.on('job', (job) => get().seeJob(job)),
        client.on('fleet', (live) => get().seeFleetLive(live)),
        client.on('log', (lines) => get().seeLog(lines)),
        client.on('handed', () => void get().takeHanded()),
        client.onConnection((connection) => {
          set({ connection });
          if (connection !== 'live') return;
          void refresh(!opened);
          opened = true;
        }),
      ];
      return () => {
        for (const end of ends) end();
      };
    },
    keep,
    goTo: (step) => set({ step }),
    setLanguage(language) {
      const { info } = get();
      if (info) set({ info: { ...info, language } });
      void attempt('session', async () => {
        await ask('app.setLanguage', { language });
      });
    },
    dismissProblem: (slot) => set({ problems: { ...get().problems, [slot]: null } }),
  };
}

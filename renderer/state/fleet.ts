import type { FleetView, PickedFile } from '../../shared/contract.ts';
import { eachOf, emptyFleetForm, isSettled, wishesFor, withNews } from './fleet-list.ts';
import { targetOf } from './target-form.ts';
import type { Tools } from './tools.ts';
import type { FleetPart } from './wizard.ts';

/** Milliseconds between two looks at a long list while its vehicles are moved. */
const rest = 1000;

export function fleetPart({ client, get, set, ask, attempt }: Tools): FleetPart {
  let looking = false;
  let news = false;

  /** The list as it is, however often it is told to have changed meanwhile: one look at a time. */
  async function lookSoon(): Promise<void> {
    news = true;
    if (looking) return;
    looking = true;
    while (news) {
      news = false;
      await lookAgain();
      if (news) await new Promise((resolve) => setTimeout(resolve, rest));
    }
    looking = false;
  }

  async function lookAgain(): Promise<void> {
    const { fleet } = get();
    if (!fleet) return;
    await attempt('fleet', async () => {
      const view = await ask('fleet.look', { manifest: fleet.manifest.token, each: eachOf(get()) });
      if (get().fleet?.manifest.token === view.manifest.token) see(view);
    });
  }

  function see(view: FleetView): void {
    const vehicles = withNews(get().fleet?.vehicles ?? [], view.vehicles);
    set({ fleet: { ...view, vehicles }, fleetLive: view.live });
  }

  /** One change after the other: each is of the list that the one before left. */
  let changing: Promise<unknown> = Promise.resolve();
  function change(input: { changes?: { file: string }[]; remove?: string[] }): Promise<boolean> {
    const work = async (): Promise<boolean> => {
      const { fleet } = get();
      if (!fleet) return false;
      return attempt('fleet', async () => {
        const { token } = fleet.manifest;
        const list = { manifest: token, each: eachOf(get()) };
        see(await ask('fleet.change', { ...list, changes: [], remove: [], ...input }));
      });
    };
    const next = changing.then(work);
    changing = next;
    return next;
  }

  async function begin(
    act: 'migrate' | 'rollback',
    more: { vehicle?: string; decisions?: Record<string, string>; sync?: boolean } = {},
  ): Promise<void> {
    const { fleet, fleetForm, fleetPassword, target, view } = get();
    if (!fleet) return;
    const wishes = wishesFor(fleetForm, view);
    const settled = isSettled(fleet);
    await attempt('job', async () => {
      const job = await ask('job.fleet', {
        ...wishes,
        act,
        manifest: fleet.manifest.token,
        each: eachOf(get()),
        target: settled ? null : targetOf({ ...target, schema: 'public' }),
        password: settled && fleetPassword !== '' ? fleetPassword : null,
        vehicle: more.vehicle ?? null,
        decisions: { ...wishes.decisions, ...more.decisions },
        sync: more.sync ?? false,
      });
      get().seeJob(job);
    });
  }

  return {
    fleet: null,
    fleetLive: null,
    fleetForm: emptyFleetForm,
    fleetPassword: '',
    unplaced: false,
    fleets: null,
    async loadFleets() {
      await attempt('start', async () => set({ fleets: await ask('fleet.list', {}) }));
    },
    async pickSeveral() {
      await attempt('fleet', async () => get().openFiles(await ask('files.pickSeveral', {})));
    },
    async dropFiles(files) {
      const [first, ...others] = files;
      if (first && others.length === 0) {
        // A list is told by its name; anything else is the one file that it was before.
        if (!/\.csv$/i.test(first.name)) {
          set({ step: 'connect' });
          return get().drop(first);
        }
      }
      await attempt('fleet', async () => {
        const picked: PickedFile[] = [];
        for (const file of files) {
          const result = await client.drop?.(file);
          if (result && !result.ok) return set({ problems: { ...get().problems, fleet: result.error } });
          if (result) picked.push(result.value);
        }
        await get().openFiles(picked);
      });
    },
    async openFiles(files) {
      const [first] = files;
      if (!first) return;
      if (files.length > 1) {
        await attempt('fleet', async () => {
          const list = await ask('fleet.of', { files: files.map(({ token }) => token) });
          await get().openFleet(list.token);
        });
      } else if (/\.csv$/i.test(first.name)) await get().openFleet(first.token);
      else {
        set({ step: 'connect' });
        await get().choose(first.token);
      }
    },
    async openFleet(manifest, step = 'fleet') {
      const known = get().fleet?.manifest.token === manifest;
      await attempt('fleet', async () => {
        const view = await ask('fleet.look', { manifest });
        see(view);
        set({ saved: null, unplaced: false, ...(step === null ? {} : { step }) });
        if (!known) set({ fleetForm: emptyFleetForm, fleetPassword: '' });
      });
    },
    lookAtFleet: lookSoon,
    seeFleetLive(live) {
      const { fleet, fleetLive } = get();
      if (!fleet || (live !== null && live.manifest !== fleet.manifest.token)) return;
      set({ fleetLive: live });
      if (live?.ended !== fleetLive?.ended) void lookSoon();
    },
    changeVehicle: (file, patch) => change({ changes: [{ file, ...patch }] }),
    async removeVehicle(file) {
      await change({ remove: [file] });
    },
    setFleetForm: (patch) => set({ fleetForm: { ...get().fleetForm, ...patch } }),
    chooseEach(each) {
      get().setFleetForm({ each });
      return lookSoon();
    },
    async lookForNodes() {
      const { fleet, fleetPassword } = get();
      if (!fleet) return;
      await attempt('nodes', async () => {
        const password = fleetPassword === '' ? null : fleetPassword;
        const placement = await ask('fleet.placement', { manifest: fleet.manifest.token, password });
        const now = get().fleet;
        if (now?.manifest.token !== fleet.manifest.token) return;
        set({ fleet: { ...now, placement }, unplaced: placement === null });
      });
    },
    setFleetPassword: (fleetPassword) => set({ fleetPassword }),
    async pickPlaybook() {
      await attempt('fleet', async () => {
        const playbook = await ask('files.pick', { purpose: 'plan' });
        if (playbook) get().setFleetForm({ playbook });
      });
    },
    async takePlaybook(file) {
      await attempt('fleet', async () => {
        get().setFleetForm({ playbook: await ask('files.take', { file }) });
      });
    },
    moveFleet: () => begin('migrate'),
    moveVehicle: (vehicle, decisions) => begin('migrate', { vehicle, ...(decisions ? { decisions } : {}) }),
    async answerForAll(decisions) {
      const { fleetForm } = get();
      get().setFleetForm({ decisions: { ...fleetForm.decisions, ...decisions } });
      await begin('migrate');
    },
    syncFleet: () => begin('migrate', { sync: true }),
    undoFleet: (vehicle) => begin('rollback', vehicle === null ? {} : { vehicle }),
    async auditVehicle(file) {
      const { fleet } = get();
      if (!fleet) return;
      await attempt('fleet', async () => {
        const source = await ask('fleet.file', { manifest: fleet.manifest.token, file });
        set({ step: 'connect' });
        await get().choose(source.token);
      });
    },
    takeAudit() {
      get().setFleetForm({ decide: 'audited' });
      set({ step: 'fleet' });
    },
    async discardFleet() {
      const { fleet } = get();
      if (!fleet) return;
      await attempt('fleet', async () => {
        await ask('fleet.discard', { manifest: fleet.manifest.token });
        set({ fleet: null, fleetLive: null, step: 'start' });
      });
    },
  };
}

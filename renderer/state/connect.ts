import type { PickedFile } from '../../shared/contract.ts';
import { isActive } from './job.ts';
import { emptyTarget, loginOf, missingFields, serverOf, targetOf } from './target-form.ts';
import type { Tools } from './tools.ts';
import type { ConnectPart } from './wizard.ts';

/** As many names as the contract takes: they only say whether there is something to offer. */
const mostNames = 5000;

export function connectPart({ client, get, set, ask, attempt }: Tools): ConnectPart {
  /** The last file that was looked at; null after a reload, which changes nothing. */
  let looked: string | null = null;

  async function lookAt(source: string): Promise<void> {
    // What was found in the target, and what was chosen there, was about the tables of the other file.
    const another = looked !== null && looked !== source;
    looked = source;
    set({ look: null, report: null, ...(another ? { ifNotEmpty: 'abort' } : {}) });
    set({ look: await ask('sources.look', { source }) });
  }

  async function picked(file: PickedFile | null): Promise<void> {
    if (file) await lookAt(file.token);
  }

  return {
    offered: null,
    look: null,
    target: emptyTarget,
    ifNotEmpty: 'abort',
    passwordSaved: false,
    report: null,
    async loadOffered() {
      const offered = await client.call('sources.offered', {});
      set({ offered: offered.ok ? offered.value : [] });
    },
    async pick() {
      await attempt('source', async () => picked(await ask('files.pick', { purpose: 'source' })));
    },
    async drop(file) {
      await attempt('source', async () => {
        const result = await client.drop?.(file);
        if (result?.ok) await lookAt(result.value.token);
        else if (result) set({ problems: { ...get().problems, source: result.error } });
      });
    },
    async choose(token) {
      await attempt('source', () => lookAt(token));
    },
    async takeHanded() {
      if (isActive(get().job)) return;
      const handed = await client.call('files.handed', {});
      if (!handed.ok || handed.value === null) return;
      set({ step: 'connect' });
      await get().choose(handed.value.token);
    },
    setTarget: (patch) => set({ target: { ...get().target, ...patch }, report: null, ifNotEmpty: 'abort' }),
    setIfNotEmpty: (ifNotEmpty) => set({ ifNotEmpty, report: null }),
    async pickCertificates() {
      await attempt('certificates', async () => {
        const certificates = await ask('files.pick', { purpose: 'certificates' });
        if (certificates) get().setTarget({ certificates });
      });
    },
    async takeCertificates(file) {
      await attempt('certificates', async () => {
        get().setTarget({ certificates: await ask('files.take', { file }) });
      });
    },
    async lookForPassword() {
      const { target, info } = get();
      // The form of a server asks for itself, wherever it is shown.
      const typed = missingFields({ ...target, kind: 'server' }).length === 0;
      if (info?.can.keychain !== true || !typed) return set({ passwordSaved: false });
      const found = await client.call('target.hasPassword', loginOf(serverOf(target)));
      set({ passwordSaved: found.ok && found.value });
    },
    async forgetPassword() {
      await attempt('certificates', async () => {
        await ask('target.forgetPassword', loginOf(serverOf(get().target)));
        set({ passwordSaved: false });
      });
    },
    async testTarget() {
      const { target, ifNotEmpty, look } = get();
      const wanted = targetOf(target);
      if (!wanted || missingFields(target).length > 0) return false;
      set({ report: null });
      const worked = await attempt('target', async () => {
        const tables = look?.tables.slice(0, mostNames).map(({ name }) => name);
        const report = await ask('target.test', { target: wanted, ifNotEmpty, tables });
        set({ report });
        if (report.ready && target.savePassword && wanted.kind === 'server' && wanted.password !== null) {
          await ask('target.savePassword', { ...loginOf(wanted), password: wanted.password });
          set({ passwordSaved: true });
        }
      });
      return worked && get().report?.ready === true;
    },
  };
}

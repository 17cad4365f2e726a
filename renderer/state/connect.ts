import type { PickedFile } from '../../shared/contract.ts';
import { emptyTarget, loginOf, missingFields, targetOf } from './target-form.ts';
import type { Tools } from './tools.ts';
import type { ConnectPart } from './wizard.ts';

export function connectPart({ client, get, set, ask, attempt }: Tools): ConnectPart {
  async function lookAt(source: string): Promise<void> {
    set({ look: null });
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
    setTarget: (patch) => set({ target: { ...get().target, ...patch }, report: null, ifNotEmpty: 'abort' }),
    setIfNotEmpty: (ifNotEmpty) => set({ ifNotEmpty, report: null }),
    async pickCertificates() {
      await attempt('target', async () => {
        const certificates = await ask('files.pick', { purpose: 'certificates' });
        if (certificates) get().setTarget({ certificates });
      });
    },
    async takeCertificates(file) {
      await attempt('target', async () => {
        get().setTarget({ certificates: await ask('files.take', { file }) });
      });
    },
    async lookForPassword() {
      const { target, info } = get();
      const wanted = targetOf(target);
      const asked = info?.can.keychain === true && wanted.kind === 'server';
      if (!asked || missingFields(target).length > 0) return set({ passwordSaved: false });
      const found = await client.call('target.hasPassword', loginOf(wanted));
      set({ passwordSaved: found.ok && found.value });
    },
    async forgetPassword() {
      const wanted = targetOf(get().target);
      if (wanted.kind !== 'server') return;
      await attempt('target', async () => {
        await ask('target.forgetPassword', loginOf(wanted));
        set({ passwordSaved: false });
      });
    },
    async testTarget() {
      const { target, ifNotEmpty } = get();
      if (missingFields(target).length > 0) return false;
      set({ report: null });
      const worked = await attempt('target', async () => {
        const wanted = targetOf(target);
        const report = await ask('target.test', { target: wanted, ifNotEmpty });
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

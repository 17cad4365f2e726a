import type { OfferedSource, PickedFile, SourceLook, TargetReport } from '../../shared/contract.ts';
import { emptyTarget, loginOf, missingFields, type TargetForm, targetOf } from './target-form.ts';
import type { Tools } from './tools.ts';

export interface ConnectPart {
  /** Files that are probably meant; null until asked for. */
  offered: OfferedSource[] | null;
  look: SourceLook | null;
  target: TargetForm;
  ifNotEmpty: 'abort' | 'replace';
  /** The system's keychain has the password of the server that is typed in. */
  passwordSaved: boolean;
  /** Of the target as it is now; null after every change. */
  report: TargetReport | null;
  loadOffered(): Promise<void>;
  /** Opens the system's dialog. */
  pick(): Promise<void>;
  drop(file: File): Promise<void>;
  /** Looks at the file of a token. */
  choose(token: string): Promise<void>;
  setTarget(patch: Partial<TargetForm>): void;
  setIfNotEmpty(value: 'abort' | 'replace'): void;
  pickCertificates(): Promise<void>;
  /** Of a listing, where files are browsed for. */
  takeCertificates(file: string): Promise<void>;
  /** Asks the keychain whether it has the password of the server that is typed in. */
  lookForPassword(): Promise<void>;
  forgetPassword(): Promise<void>;
  /** True when the target can be used. */
  testTarget(): Promise<boolean>;
}

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

import type { PickedFile } from '../../shared/contract.ts';
import { isActive } from './job.ts';
import { emptyTarget, loginOf, missingFields, serverOf, targetOf } from './target-form.ts';
import type { Tools } from './tools.ts';
import { createTurns } from './turns.ts';
import type { ConnectPart, Wizard } from './wizard.ts';

/** As many names as the contract takes: they only say whether there is something to offer. */
const mostNames = 5000;

export function connectPart({ client, get, set, ask, attempt }: Tools): ConnectPart {
  const looks = createTurns();
  const tests = createTurns();
  const passwords = createTurns();
  /** The last file that was looked at; null after a reload, which changes nothing. */
  let looked: string | null = null;

  async function lookAt(source: string): Promise<void> {
    // What was found in the target, and what was chosen there, was about the tables of the other file.
    const another = looked !== null && looked !== source;
    looked = source;
    forgetReport(another ? { ifNotEmpty: 'abort' } : {});
    set({ look: null });
    const look = await looks.ask(() => ask('sources.look', { source }));
    if (look) set({ look });
  }

  /** Also of a test that is still on its way: it is of what was chosen before. */
  function forgetReport(now: Partial<Pick<Wizard, 'target' | 'ifNotEmpty'>>): void {
    tests.end();
    set({ ...now, report: null });
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
      // Nothing to offer is nothing to tell, nor is why.
      set({ offered: await ask('sources.offered', {}).catch(() => []) });
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
      // What could not be asked for now waits with the host until the next time.
      const handed = await ask('files.handed', {}).catch(() => null);
      if (handed === null) return;
      set({ step: 'connect' });
      await get().choose(handed.token);
    },
    setTarget: (patch) => forgetReport({ target: { ...get().target, ...patch }, ifNotEmpty: 'abort' }),
    setIfNotEmpty: (ifNotEmpty) => forgetReport({ ifNotEmpty }),
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
      const question = async (): Promise<boolean> =>
        info?.can.keychain === true && typed && ask('target.hasPassword', loginOf(serverOf(target)));
      const passwordSaved = await passwords.ask(() => question().catch(() => false));
      if (passwordSaved !== null) set({ passwordSaved });
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
      let isReady = false;
      await attempt('target', async () => {
        const tables = look?.tables.slice(0, mostNames).map(({ name }) => name);
        const report = await tests.ask(() => ask('target.test', { target: wanted, ifNotEmpty, tables }));
        if (!report) return;
        set({ report });
        isReady = report.ready;
        if (isReady && target.savePassword && wanted.kind === 'server' && wanted.password !== null) {
          await ask('target.savePassword', { ...loginOf(wanted), password: wanted.password });
          set({ passwordSaved: true });
        }
      });
      return isReady;
    },
  };
}

import type { AuditView, Wishes } from '../../shared/contract.ts';
import type { Tools } from './tools.ts';

export interface AuditPart {
  /** The audit on the table. */
  view: AuditView | null;
  sql: string | null;
  startAudit(): Promise<void>;
  /** Plans anew with another profile, other types or other decisions. */
  change(patch: Partial<Wishes>): Promise<void>;
  setType(column: string, type: string | null): Promise<void>;
  decide(options: Record<string, string>): Promise<void>;
  loadSql(): Promise<void>;
}

const defaults: Wishes = { profile: 'compatible', extras: true, choices: { types: {}, decisions: {} } };

/** What was wished for in a view. */
export function wishesOf(view: AuditView): Wishes {
  return { profile: view.profile, extras: view.extras, choices: view.choices };
}

export function auditPart({ get, set, ask, attempt }: Tools): AuditPart {
  return {
    view: null,
    sql: null,
    async startAudit() {
      const { look } = get();
      if (!look) return;
      set({ view: null, sql: null, run: null, step: 'audit' });
      await attempt('audit', async () => {
        get().seeJob(await ask('audit.start', { ...defaults, source: look.file.token }));
      });
    },
    async change(patch) {
      const { view } = get();
      if (!view) return;
      await attempt('audit', async () => {
        set({ view: await ask('audit.change', { ...wishesOf(view), ...patch }), sql: null });
      });
    },
    async setType(column, type) {
      const { view } = get();
      if (!view) return;
      const { [column]: _, ...types } = view.choices.types;
      await get().change({
        choices: { ...view.choices, types: type === null ? types : { ...types, [column]: type } },
      });
    },
    async decide(options) {
      const { view } = get();
      if (!view) return;
      const decisions = { ...view.choices.decisions, ...options };
      await get().change({ choices: { ...view.choices, decisions } });
    },
    async loadSql() {
      await attempt('audit', async () => set({ sql: await ask('audit.sql', {}) }));
    },
  };
}

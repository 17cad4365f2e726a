import type { AuditView, Target, Wishes } from '../../shared/contract.ts';
import { createChanges } from './changes.ts';
import { withDecisions, withoutDecisions } from './decisions.ts';
import { sameTarget, targetOf } from './target-form.ts';
import type { Tools } from './tools.ts';
import type { AuditPart, Wizard } from './wizard.ts';

const defaults: Wishes = { profile: 'compatible', extras: true, choices: { types: {}, decisions: {} } };

/** What was wished for in a view. */
export function wishesOf(view: AuditView): Wishes {
  return { profile: view.profile, extras: view.extras, choices: view.choices };
}

/** The target whose tables the rows are to go into; null where the migration makes its own. */
function adoptedBy({ ifNotEmpty, target }: Pick<Wizard, 'ifNotEmpty' | 'target'>): Target | null {
  return ifNotEmpty === 'adopt' ? targetOf(target) : null;
}

/** True when there is an audit, and it was made for what is chosen now: another one asked other questions. */
export function auditFits(state: Pick<Wizard, 'view' | 'ifNotEmpty' | 'target' | 'report'>): boolean {
  const { view, report } = state;
  if (!view) return false;
  // A server that was not tried since says nothing.
  if (report?.ready && report.hypertables !== view.hypertables) return false;
  const wanted = adoptedBy(state);
  return view.adopt && wanted ? sameTarget(view.adopt, wanted) : view.adopt === wanted;
}

export function auditPart({ get, set, ask, attempt }: Tools): AuditPart {
  // What a refused change said stands until the next click, also when others have worked since.
  let refused: Wizard['problems']['audit'] = null;
  const changes = createChanges<Wishes>(
    () => {
      const { view } = get();
      return view && wishesOf(view);
    },
    async (wishes) => {
      const source = get().view?.source;
      const worked = await attempt('audit', async () => {
        const view = await ask('audit.change', wishes);
        // Another audit may have begun meanwhile.
        if (get().view?.source === source) set({ view, sql: null });
      });
      if (!worked) refused = get().problems.audit ?? null;
      return worked;
    },
    (waiting) => set({ waiting }),
  );

  /** Tables whose values were asked for, answered or not. */
  const looked = new Set<string>();

  return {
    view: null,
    waiting: null,
    sql: null,
    unfit: {},
    async startAudit() {
      const { look } = get();
      if (!look) return;
      looked.clear();
      set({ view: null, sql: null, unfit: {}, run: null, step: 'audit' });
      await attempt('audit', async () => {
        const adopt = adoptedBy(get());
        const hypertables = get().report?.hypertables === true;
        get().seeJob(await ask('audit.start', { ...defaults, source: look.file.token, adopt, hypertables }));
      });
    },
    async change(patch) {
      refused = null;
      await changes.add(patch);
      const { problems } = get();
      if (refused && !problems.audit) set({ problems: { ...problems, audit: refused } });
    },
    setType: (column, type) =>
      get().change(({ choices }) => {
        const { [column]: _, ...types } = choices.types;
        return { choices: { ...choices, types: type === null ? types : { ...types, [column]: type } } };
      }),
    decide: (options) =>
      get().change(({ choices }) => ({
        choices: withDecisions(choices, get().view?.audit.findings ?? [], options),
      })),
    takeBack: (ids) => get().change(({ choices }) => ({ choices: withoutDecisions(choices, ids) })),
    async lookForUnfit(table, types) {
      const { view } = get();
      const asked = `${view?.source} ${table}`;
      if (!view || looked.has(asked)) return;
      looked.add(asked);
      // Without an answer the list is as long as the facts allow: no reason to stop anybody.
      const found = await ask('audit.unfitTypes', { table, types: [...types] }).catch(() => null);
      if (found && get().view?.source === view.source) set({ unfit: { ...get().unfit, [table]: found } });
    },
    async loadSql() {
      await attempt('audit', async () => set({ sql: await ask('audit.sql', {}) }));
    },
  };
}

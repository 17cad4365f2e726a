import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { picturesOf } from '../../../../shared/contract/pictures.ts';
import type { AuditView, Target, Wishes } from '../../../../shared/contract.ts';
import type { PlannedAudit } from '../../../engine/commands/audit-session.ts';
import { auditOf, type HostContext } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { weightsOfFile } from '../job/whole.ts';

type AuditCalls = Pick<
  Handlers,
  'audit.start' | 'audit.current' | 'audit.change' | 'audit.sql' | 'audit.unfitTypes'
>;

export function auditCalls(context: HostContext): AuditCalls {
  const { files, jobs, engine, workspace, auditSession } = context;
  const kept = { workspace: workspace.dir, session: auditSession };
  return {
    'audit.start': async ({ source, adopt, hypertables, ...wishes }) => {
      const path = files.path(source);
      const place = adopt && (await context.logins.reach(adopt));
      const from = adopt && place && { target: place.url, env: place.env, schema: adopt.schema };
      const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      return jobs.begin({
        kind: 'audit',
        source: basename(path),
        run: null,
        stages: ['snapshot', 'audit'],
        tables: [],
        weights: weightsOfFile(bytes),
        goOn: null,
        begin: async (attempt) => {
          context.audit = null;
          const planned = await engine(
            'beginAudit',
            { ...kept, ...wishes, hypertables, source: path, adopt: from },
            attempt,
          );
          context.audit = onTable(
            { source, hypertables, adopt: adopt && named(adopt, place?.url ?? '') },
            wishes,
            planned,
          );
          return {};
        },
      });
    },
    'audit.current': () => context.audit?.view ?? null,
    'audit.change': async (wishes) => {
      const before = auditOf(context);
      const { hypertables } = before.view;
      const planned = await engine('changeAudit', { ...kept, ...wishes, hypertables });
      const changed = onTable(before.view, wishes, planned);
      // Another audit may have begun meanwhile.
      if (context.audit === before) context.audit = changed;
      return changed.view;
    },
    'audit.sql': () => auditOf(context).sql,
    'audit.unfitTypes': (input) => {
      auditOf(context);
      return engine('unfitTypes', { ...kept, ...input });
    },
  };
}

function onTable(
  { source, adopt, hypertables }: Pick<AuditView, 'source' | 'adopt' | 'hypertables'>,
  wishes: Wishes,
  { audit, plan, sql }: PlannedAudit,
): NonNullable<HostContext['audit']> {
  const pictures = picturesOf(audit, plan);
  return { sql, view: { source, adopt, hypertables, ...wishes, audit, plan, pictures } };
}

/** Which server it is, for whoever compares it with another. @param url of it, without a password */
function named(target: Target, url: string): Target {
  if (target.kind === 'managed') return target;
  return target.kind === 'server' ? { ...target, password: null } : { ...target, url };
}

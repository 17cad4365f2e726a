import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Translate } from '../../../../shared/messages/index.ts';
import { reasonText } from '../../../../shared/messages/reason-text.ts';
import type { LeftOut, Plan } from '../../../../shared/model/index.ts';
import { inSchema } from '../../plan/in-schema.ts';
import { triggerSql } from '../../plan/trigger-sql.ts';
import { writeAtomic } from '../../system/atomic.ts';
import { rm } from '../../system/files.ts';

/**
 * A file for each view and trigger that the target does not have: what SQLite has of it, why it is not there, and the
 * translation where there is one. The folder is left out where there is nothing to write.
 */
export async function writeDrafts(
  folder: string,
  plan: Plan,
  leftOut: readonly LeftOut[],
  schema: string,
  t: Translate,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const drafts = leftOut.filter(({ kind }) => kind === 'view' || kind === 'trigger');
  if (drafts.length === 0) return;
  await mkdir(folder, { recursive: true });
  for (const [i, left] of drafts.entries()) {
    const place = String(i + 1).padStart(String(drafts.length).length, '0');
    await writeAtomic(
      join(folder, `${place}-${left.kind}-${fileName(left.name)}.sql`),
      textOf(left, plan, schema, t),
    );
  }
}

/** Letters and digits that every file system takes. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}_-]+/gu, '_').slice(0, 60);
}

function textOf({ kind, name, sql, reason }: LeftOut, plan: Plan, schema: string, t: Translate): string {
  const view = kind === 'view' ? plan.views?.find((v) => v.source === name)?.sql : undefined;
  const trigger = kind === 'trigger' ? plan.triggers?.find((each) => each.source === name) : undefined;
  const translated =
    view !== undefined ? inSchema(view, schema) : trigger && triggerSql(trigger, schema).join(';\n\n');
  const lines = [
    t('certificate.drafts.head', {
      kind: t(`certificate.leftOut.kinds.${kind}`),
      name,
      reason: reasonText(reason, t),
    }),
    t('certificate.drafts.original'),
    sql,
  ];
  const head = lines
    .flatMap((text) => text.split(/\r\n|[\n\r\u2028\u2029]/))
    .map((line) => `-- ${line}`.trimEnd());
  if (translated === undefined) return `${head.join('\n')}\n`;
  return `${head.join('\n')}\n\n-- ${t('certificate.drafts.translated')}\n${translated};\n`;
}

import { branch } from './alembic.ts';
import type { Application } from './checkout/look.ts';

/** What a reader has to know before the database is marked: where the kit's revision stands, and why there. */
export function historyNotes({ versions, history, join }: Application, revision: string): string {
  const { down, fork, stamp, unknown } = join;
  const where = down.length === 0 ? 'não tem outra antes' : `está depois de ${names(down)}`;
  const notes: string[] = [];
  if (history !== null && versions === null) {
    notes.push(`**O plano não diz** em que revisão do Alembic a origem está; a revisão do kit ${where}. Compare com
\`select version_num from alembic_version\` no SQLite, ou faça o plano de novo.`);
  }
  if (history !== null && versions?.length === 0 && down.length > 0) {
    notes.push(
      `**A origem não tem versão** em \`alembic_version\`: supõe-se que tem tudo até ${names(down)}.`,
    );
  }
  if (unknown.length > 0) {
    notes.push(`**A origem diz estar em ${names(unknown)}**, que o projeto não conhece (outra história, ou uma revisão que falta). A
revisão do kit ${where}: confira se a origem tem tudo até ali. \`stamp --purge\` esquece a versão que não há.`);
  }
  if (!stamp.includes(revision)) {
    notes.push(
      `**A revisão do kit já está no projeto**, e a origem está em ${names(stamp)}, depois dela: é com esta que o banco é marcado.`,
    );
  }
  if (fork) {
    notes.push(`**Bifurcação:** o banco de origem está em ${names(down)}, e o projeto tem revisões mais novas. A revisão do kit
parte dali, no ramo \`${branch}\`: \`alembic upgrade ${branch}@head\` (\`alembic upgrade head\` vê duas pontas). Melhor, antes de migrar:
\`alembic upgrade head\` no SQLite e um kit novo. Se ficar assim: \`down_revision = "${revision}"\` na primeira revisão mais nova.`);
  }
  return notes.map((note) => `\n${note}\n`).join('');
}

function names(ids: readonly string[]): string {
  return ids.map((id) => `\`${id}\``).join(', ');
}

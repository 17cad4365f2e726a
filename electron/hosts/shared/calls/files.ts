import { homedir } from 'node:os';
import type { OfferedSource } from '../../../../shared/contract.ts';
import { type HostContext, offered } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { existing, type FoundFile, usualFiles } from '../places.ts';

type FileCalls = Pick<
  Handlers,
  | 'files.pick'
  | 'files.pickSeveral'
  | 'files.roots'
  | 'files.list'
  | 'files.take'
  | 'files.handed'
  | 'sources.offered'
  | 'sources.look'
>;

/** As many as a screen shows. */
const mostRecent = 5;

export function fileCalls(context: HostContext): FileCalls {
  const { files, surroundings, browser, engine, t } = context;
  return {
    'files.pick': async ({ purpose }) => {
      const path = await offered(surroundings.pick)(purpose, t());
      return path === null ? null : files.give(path);
    },
    'files.pickSeveral': async () =>
      (await offered(surroundings.pickSeveral)(t())).map((path) => files.give(path)),
    'files.roots': () => offered(browser).roots(),
    'files.list': ({ folder, all }) => offered(browser).list(files.path(folder), all),
    'files.take': ({ file }) => offered(browser).take(files.path(file)),
    'files.handed': () => {
      const { handed } = context;
      context.handed = null;
      return handed;
    },
    'sources.offered': () => offeredSources(context),
    'sources.look': async ({ source }) => {
      const path = files.path(source);
      const look = await engine('look', { source: path });
      surroundings.used?.(path);
      return { file: files.give(path), ...look };
    },
  };
}

async function offeredSources({ files, env, workspace }: HostContext): Promise<OfferedSource[]> {
  const runs = await workspace.listRuns();
  const paths = runs.flatMap((run) => ('state' in run ? [run.state.source.path] : []));
  const recent = (await existing([...new Set(paths)])).slice(0, mostRecent);
  const usual = await usualFiles({
    home: env.HOME || homedir(),
    cwd: process.cwd(),
    systemRoot: process.platform === 'win32' ? null : '/',
  });
  const offer = (why: OfferedSource['why']) => (file: FoundFile) => ({
    ...files.give(file.path),
    why,
    bytes: file.bytes,
    modified: file.modified.toISOString(),
  });
  const known = new Set(usual.map(({ path }) => path));
  return [
    ...usual.map(offer('usual')),
    ...recent.filter(({ path }) => !known.has(path)).map(offer('recent')),
  ];
}

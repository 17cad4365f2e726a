import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Saved, SaveInput } from '../../../../shared/contract.ts';
import { AppError } from '../../../../shared/errors.ts';
import { fleetFolder } from '../../../engine/fleet/state-file.ts';
import { planFile } from '../../../engine/run/plan-file.ts';
import { makeScratch } from '../../../engine/run/scratch-folder.ts';
import { rm } from '../../../engine/system/files.ts';
import { auditOf, type HostContext, offered } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import type { Document } from '../surroundings.ts';

export function exportCalls(context: HostContext): Pick<Handlers, 'exports.save'> {
  return { 'exports.save': (input) => save(context, input) };
}

async function save(context: HostContext, input: SaveInput): Promise<Saved | null> {
  const document = await documentOf(context, input);
  const write: Document['write'] = async (path) => {
    try {
      await document.write(path);
    } catch (cause) {
      if (!/^E[A-Z]+$/.test((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
      throw new AppError('output.unwritable', { path, reason: (cause as Error).message }, { cause });
    }
  };
  return context.surroundings.deliver({ ...document, write }, context.t());
}

async function documentOf(context: HostContext, input: SaveInput): Promise<Document> {
  switch (input.what) {
    case 'certificate':
      return certificate(context, input);
    case 'exceptions':
      return exceptions(context, input);
    case 'fleet':
      return fleetSummary(context, input.manifest);
    case 'support':
      return support(context, input);
    case 'plan': {
      const { plan, audit } = auditOf(context).view;
      return text(`${stem(audit.source.path)}-plan.json`, 'json', planFile(plan));
    }
    case 'sql': {
      const { sql, view } = auditOf(context);
      return text(`${stem(view.audit.source.path)}-schema.sql`, 'sql', sql);
    }
  }
}

/** A copy stands elsewhere: its links lead to where the certificates are. */
async function fleetSummary({ files, workspace }: HostContext, manifest: string): Promise<Document> {
  const path = files.path(manifest);
  const { summary } = fleetFolder(workspace.dir, path);
  const page = await readFile(summary, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('fleet.noManifest', { path: summary, reason: cause.message }, { cause });
  });
  const beside = pathToFileURL(summary);
  const moved = page.replaceAll(/href="(\.[^"]*)"/g, (_, way: string) => `href="${new URL(way, beside)}"`);
  return text(`${stem(path)}.html`, 'html', moved);
}

async function certificate(
  context: HostContext,
  { run, format, language, installer }: Extract<SaveInput, { what: 'certificate' }>,
): Promise<Document> {
  const { workspace, engine, surroundings, settings } = context;
  const { source } = await workspace.readState(run);
  if (installer !== undefined) await settings.setInstaller(installer);
  const name = `${stem(source.path)}-${run}.${format}`;
  const make = async (out: string): Promise<void> => {
    await engine('certificate', { workspace: workspace.dir, run, out, language, installer });
  };
  if (format !== 'pdf') {
    // The engine tells the form by the name, and the user may have chosen another one.
    const write: Document['write'] = (path) =>
      viaScratch(workspace.dir, format, make, (from) => copyFile(from, path));
    return { name, extension: format, write };
  }
  const print = offered(surroundings.printPdf);
  const write: Document['write'] = (path) =>
    viaScratch(workspace.dir, 'html', make, (from) => print(from, path));
  return { name, extension: 'pdf', write };
}

async function exceptions(
  { workspace, engine, exceptions: known }: HostContext,
  { run, format, language, filter }: Extract<SaveInput, { what: 'exceptions' }>,
): Promise<Document> {
  const { source } = await workspace.readState(run);
  const name = `${stem(source.path)}-${run}-exceptions${filter ? '-filtered' : ''}.${format}`;
  const all = workspace.runFolder(run).exceptions;
  const give = async (from: string, out: string): Promise<void> => {
    if (format === 'ndjson') await copyFile(from, out);
    else await engine('exceptionsCsv', { workspace: workspace.dir, run, from, out, language });
  };
  const write: Document['write'] = filter
    ? (out) =>
        viaScratch(
          workspace.dir,
          'ndjson',
          (some) => known.copy(all, filter, some),
          (some) => give(some, out),
        )
    : (out) => give(all, out);
  return { name, extension: format, write };
}

function support(
  { workspace, engine }: HostContext,
  { run, language }: Extract<SaveInput, { what: 'support' }>,
): Document {
  const make = async (out: string): Promise<void> => {
    await engine('supportBundle', { workspace: workspace.dir, run, out, language });
  };
  const write: Document['write'] = (path) =>
    viaScratch(workspace.dir, 'zip', make, (from) => copyFile(from, path));
  return { name: `autocore-support-${run}.zip`, extension: 'zip', write };
}

/** Makes a file in a folder that is gone afterwards, and hands it on. */
async function viaScratch(
  workspace: string,
  extension: string,
  make: (path: string) => Promise<void>,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await makeScratch(workspace, 'export');
  try {
    const path = join(folder, `document.${extension}`);
    await make(path);
    await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function text(name: string, extension: Document['extension'], content: string): Document {
  return { name, extension, write: (path) => writeFile(path, content) };
}

function stem(path: string): string {
  return basename(path, extname(path)) || 'autocore';
}

import { hostname } from 'node:os';
import type { HostContext } from '../context.ts';
import type { Handlers } from '../dispatch.ts';

export function appCalls(context: HostContext): Pick<Handlers, 'app.info' | 'app.setLanguage' | 'log.tail'> {
  const { kind, version, workspace, surroundings, settings, logbook } = context;
  return {
    'app.info': () => ({
      version,
      host: kind,
      platform: process.platform,
      computer: hostname(),
      language: settings.language,
      languageChosen: settings.chosen,
      installer: settings.installer,
      workspace: workspace.dir,
      can: {
        pick: surroundings.pick !== null,
        browse: surroundings.browse !== null,
        drop: surroundings.drop,
        keychain: surroundings.keychain !== null,
        pdf: surroundings.printPdf !== null,
        reveal: surroundings.reveal !== null,
      },
    }),
    'app.setLanguage': async ({ language }) => {
      await settings.setLanguage(language);
      // The error of a job is told in the language that is spoken now.
      context.emitter.changed('job', () => context.jobs.snapshot());
      return null;
    },
    'log.tail': ({ limit }) => logbook.tail(limit),
  };
}

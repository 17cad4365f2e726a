import type { Bundle } from '../../shared/bundle/bundle.ts';
import type { CallInput, CallName, CallValue, Result } from '../../shared/contract.ts';
import type { Language } from '../../shared/messages/index.ts';
import type { Client } from '../client/client.ts';
import { exceptionPage, facetsOf, openedOf } from './exceptions.ts';

/** What a screen asks for by itself while a bundle is looked at, and what the bundle says to that. */
type Answers = { [N in CallName]?: (input: CallInput<N>) => CallValue<N> };

/**
 * The way to a host for screens that show a support bundle: there is none. What they ask for is answered out of the
 * bundle, and everything else is refused here, so that no stranger's file makes this computer do anything.
 * @param refusal says to the reader why all else is refused
 * @param onLanguage somebody chose another language: the one thing that is the reader's own
 */
export function bundleClient(
  bundle: Bundle,
  refusal: () => string,
  onLanguage: (language: Language) => void,
): Client {
  const { about, exceptions } = bundle;
  const answers: Answers = {
    'app.setLanguage': ({ language }) => {
      onLanguage(language);
      return null;
    },
    'audit.sql': () => bundle.sql ?? '',
    'audit.unfitTypes': () => ({}),
    'sources.offered': () => [],
    'files.handed': () => null,
    'cutover.offered': () => [],
    'runs.exceptions': ({ filter, offset, limit }) => exceptionPage(exceptions, filter, offset, limit),
    'runs.exceptionFacets': ({ filter }) => facetsOf(exceptions, filter),
    'runs.exception': ({ filter, index }) => openedOf(exceptions, filter, index),
  };
  const { cutover } = about;
  if (cutover) answers['cutover.view'] = () => cutover;
  return {
    async call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallValue<N>>> {
      const answer = answers[name] as ((input: CallInput<N>) => CallValue<N>) | undefined;
      if (answer) return { ok: true, value: answer(input) };
      return { ok: false, error: { code: 'host.notOffered', message: refusal(), hint: '', details: {} } };
    },
    on: () => () => {},
    onConnection: () => () => {},
    deliver: async () => {},
    print: async () => {},
  };
}

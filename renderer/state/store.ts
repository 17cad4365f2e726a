import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '../client/client.ts';
import { auditPart } from './audit.ts';
import { browsePart } from './browse.ts';
import { bundlePart } from './bundle.ts';
import { connectPart } from './connect.ts';
import { cutoverPart } from './cutover.ts';
import { fleetPart } from './fleet.ts';
import { guidePart } from './guide.ts';
import { jobPart } from './job.ts';
import { runPart } from './run.ts';
import { serverPart } from './server.ts';
import { sessionPart } from './session.ts';
import { supportPart } from './support.ts';
import { createTools } from './tools.ts';
import { toolsPart } from './tools-pages.ts';
import type { Wizard } from './wizard.ts';

export type WizardStore = StoreApi<Wizard>;

/** The wizard's state for one client. `open` starts it. */
export function createWizard(client: Client): WizardStore {
  return createStore<Wizard>()((set, get) => {
    const tools = createTools(client, get, set);
    return {
      ...sessionPart(tools),
      ...browsePart(tools),
      ...connectPart(tools),
      ...auditPart(tools),
      ...jobPart(tools),
      ...runPart(tools),
      ...cutoverPart(tools),
      ...serverPart(tools),
      ...supportPart(tools),
      ...bundlePart(tools),
      ...toolsPart(tools),
      ...fleetPart(tools),
      ...guidePart(tools),
    };
  });
}

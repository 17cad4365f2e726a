import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '../client/client.ts';
import { type AuditPart, auditPart } from './audit.ts';
import { type BrowsePart, browsePart } from './browse.ts';
import { type ConnectPart, connectPart } from './connect.ts';
import { type CutoverPart, cutoverPart } from './cutover.ts';
import { type JobPart, jobPart } from './job.ts';
import { type RunPart, runPart } from './run.ts';
import { type SessionPart, sessionPart } from './session.ts';
import { createTools } from './tools.ts';
import { type ToolsPart, toolsPart } from './tools-pages.ts';

export type Wizard = SessionPart &
  BrowsePart &
  ConnectPart &
  AuditPart &
  JobPart &
  RunPart &
  CutoverPart &
  ToolsPart;
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
      ...toolsPart(tools),
    };
  });
}

import type { FleetForm } from './fleet-list.ts';
import type { Speed } from './speed.ts';
import type { TargetForm } from './target-form.ts';
import type { Step } from './wizard.ts';

/** What a reloaded page cannot ask its host for. Never a password. */
export interface Memory {
  step: Step;
  source: string | null;
  target: Omit<TargetForm, 'password'>;
  ifNotEmpty: 'abort' | 'replace' | 'adopt';
  run: string | null;
  speed: Speed | null;
  /** The list that was open. */
  fleet: string | null;
  fleetForm: FleetForm;
}

const key = 'autocore.wizard';

export function remember(memory: Memory): void {
  sessionStorage.setItem(key, JSON.stringify(memory));
}

/** What an earlier page of this tab left; null at the first one. */
export function recall(): Memory | null {
  const text = sessionStorage.getItem(key);
  return text === null ? null : (JSON.parse(text) as Memory);
}

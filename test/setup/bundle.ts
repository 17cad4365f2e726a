import { ensureApp } from '../../electron/build/app.ts';

/** What tests start as people do is the bundle of these sources. */
export default async function setup(): Promise<void> {
  await ensureApp();
}

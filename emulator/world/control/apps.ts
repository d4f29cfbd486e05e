// GET and POST /emulator/apps
import type { ControlPorts, ControlRequest } from './ports';
import { appChange, shaped } from './schema';

export function listApps({ wechat }: ControlPorts): unknown {
  return { apps: wechat.apps.list() };
}

/** Functions run with the new WECHAT_APPS when it answers. */
export async function putApp({ wechat, functions }: ControlPorts, { body }: ControlRequest): Promise<unknown> {
  const app = wechat.apps.put(shaped(appChange, body));
  await functions.replaceChildren();
  return { app };
}

// POST /emulator/reset
import type { ControlPorts, ControlRequest } from './ports';
import { nothing, shaped } from './schema';

export async function reset(world: ControlPorts, { body }: ControlRequest): Promise<unknown> {
  shaped(nothing, body);
  await world.reset();
  return {};
}

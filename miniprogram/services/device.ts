// Names this phone for the person's own list of devices.
import type { Device } from '../../contract/doors';

const PLATFORMS: readonly string[] = ['ios', 'android', 'windows', 'mac', 'devtools'];
const MODEL_CODE_POINTS = 64;

export function deviceOf(info: { platform: string; model: string }): Device {
  const platform = PLATFORMS.includes(info.platform) ? (info.platform as Device['platform']) : 'other';
  return { platform, model: Array.from(info.model).slice(0, MODEL_CODE_POINTS).join('') };
}

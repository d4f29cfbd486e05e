// WeChat's QR page inside the app's own page: a frame as WeChat's script builds it, without that script.
import type { Arrival } from './arrival';
import { make } from './element';
import { FRAME_MARK } from './page';

const KIND = 'wechat-accounts';
/** WeChat's script has these. Without allow-same-origin the page that lands here would be nobody's. */
const SANDBOX = 'allow-scripts allow-top-navigation allow-same-origin';

/** What the page that lands in the frame says to the one around it. */
export function frameMessage(arrival: Arrival): object {
  return { kind: KIND, arrival };
}

/** Calls `landed` once, when this frame's own window, landed on this origin again, says so; whoever else speaks is not heard. In place of what stood in `holder`. */
export function openFrame(holder: HTMLElement, address: string, landed: (arrival: Arrival) => void): void {
  const frame = make('iframe', { width: '300', height: '400', title: '微信登录 WeChat sign-in', src: address, style: 'border:0' });
  frame.setAttribute('sandbox', SANDBOX);
  frame.setAttribute(FRAME_MARK, '');
  const hear = ({ origin, source, data }: MessageEvent<unknown>) => {
    const isThere = frame.isConnected;
    const arrival = isThere && origin === location.origin && source === frame.contentWindow ? arrivalIn(data) : null;
    if (isThere && arrival === null) return;
    window.removeEventListener('message', hear);
    frame.remove();
    if (arrival !== null) landed(arrival);
  };
  window.addEventListener('message', hear);
  holder.replaceChildren(frame);
}

function arrivalIn(data: unknown): Arrival | null {
  const { kind, arrival } = (data ?? {}) as { kind?: unknown; arrival?: unknown };
  return kind === KIND && isArrival(arrival) ? arrival : null;
}

/** Names and texts of one of its three shapes. */
function isArrival(value: unknown): value is Arrival {
  const entries = Object.entries(value ?? {});
  return ['ticket', 'refusal', 'code,state'].includes(entries.map(([name]) => name).sort().join()) && entries.every(([, text]) => typeof text === 'string');
}

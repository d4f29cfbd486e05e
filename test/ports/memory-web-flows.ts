// Web sign-ins on their way, in memory.
import type { FlowId } from '../../auth/ids';
import type { ScanBudget } from '../../auth/scan/ports';
import type { StartBudget, WebFlow, WebFlowStep, WebFlows } from '../../auth/web/ports';

export function memoryWebFlows(): WebFlows & { rows: Map<FlowId, WebFlow> } {
  const rows = new Map<FlowId, WebFlow>();
  const change = (id: FlowId, from: WebFlowStep, write: Partial<WebFlow>, isDue: (flow: WebFlow) => boolean = () => true): boolean => {
    const flow = rows.get(id);
    if (flow?.step !== from || !isDue(flow)) return false;
    rows.set(id, structuredClone({ ...flow, ...write }));
    return true;
  };
  return {
    rows,
    open: async (flow) => { if (!rows.has(flow.id)) rows.set(flow.id, structuredClone(flow)); },
    take: async (id, code, now) => change(id, 'state', { step: 'asked', code }, ({ expiresAt }) => expiresAt > now),
    find: async (id) => structuredClone(rows.get(id) ?? null),
    answer: async (id, outcome, givenUntil) => change(id, 'asked', { step: 'answered', outcome, givenUntil, expiresAt: givenUntil }),
    claim: async (id) => change(id, 'answered', { step: 'claimed' }),
    unclaim: async (id) => { change(id, 'claimed', { step: 'answered' }); },
  };
}

export function memoryStartBudget(): StartBudget {
  const taken = new Map<string, number>();
  return {
    take: async (address, minute, most) => {
      const count = taken.get(`${address}:${minute}`) ?? 0;
      if (count >= most) return false;
      taken.set(`${address}:${minute}`, count + 1);
      return true;
    },
  };
}

export function memoryScanBudget(): ScanBudget {
  const opened = new Map<string, number[]>();
  return {
    take: async ({ address, at: now }, _until, rate) => {
      const waiting = (opened.get(address) ?? []).filter((at) => at > rate.since && at <= rate.until);
      if (waiting.length >= rate.most) return waiting;
      opened.set(address, [...waiting, now]);
      return true;
    },
    giveBack: async ({ address, at }) => { opened.set(address, (opened.get(address) ?? []).filter((each) => each !== at)); },
  };
}

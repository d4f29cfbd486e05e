// What the control plane's endpoints work with.
import type { Database } from '../../cloudbase/database/database';
import type { Functions } from '../../cloudbase/functions/functions';
import type { Storage } from '../../cloudbase/storage/storage';
import type { WeChat } from '../../wechat/wechat';
import type { WorldClock } from '../clock';
import type { WorldFaults } from '../faults';
import type { WorldLedger } from '../ledger';
import type { Logs } from '../logs';
import type { Timers } from '../timers';

export interface ControlPorts {
  clock: WorldClock;
  ledger: WorldLedger;
  faults: WorldFaults;
  logs: Logs;
  wechat: WeChat;
  database: Database;
  functions: Functions;
  storage: Storage;
  timers: Timers;
  /** Contract: documents and state gone, seed loaded again, clock at the machine's time, processes replaced. */
  reset(): Promise<void>;
}

export interface ControlRequest {
  /** What stands behind the endpoint's path: the function's name. */
  name: string;
  query: URLSearchParams;
  body: unknown;
}

/** Gives the answer's body. @throws Refused, NotEmulated */
export type Endpoint = (world: ControlPorts, request: ControlRequest) => unknown;

// What each path of the scan door does: one rule, the world it asks.
import { beginScan } from '../../auth/scan/begin';
import { pollScan } from '../../auth/scan/poll';
import type { ScanActions, ScanSettings } from '../../cloudbase/http/scan-app';
import { scanWorld } from '../scan-wiring';

export const settings = (): ScanSettings => scanWorld().settings;
export const actions: ScanActions = {
  begin: (input) => beginScan(scanWorld(), input),
  poll: (pollSecret) => pollScan(scanWorld(), pollSecret),
};

// The scan door: signing a browser in by a mini-program code that a phone scans.
import { scanApp } from '../../cloudbase/http/scan-app';
import { webDoor } from '../../cloudbase/triggers/web-door';

export const main = webDoor({ name: 'scan', mount: '/auth/scan', app: scanApp, load: () => import('./actions') });

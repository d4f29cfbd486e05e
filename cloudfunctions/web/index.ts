// The web door: signing in from browsers, and what a browser's session needs.
import { webApp } from '../../cloudbase/http/web-app';
import { webDoor } from '../../cloudbase/triggers/web-door';

export const main = webDoor({ name: 'web', mount: '/auth', app: webApp, load: () => import('./actions') });

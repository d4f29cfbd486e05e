// The web door: signing in from browsers, and what a browser's session needs.
import { webDoor } from '../../cloudbase/triggers/web-door';

export const main = webDoor('web', () => import('./actions'));

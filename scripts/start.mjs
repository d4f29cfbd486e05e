// `npm start`: builds what is stale, then becomes the local world.
import { buildAll } from './build.mjs';

await buildAll();
await import('../dist/emulator/main.mjs');

// The local world's program: reads its arguments, opens the world, says so, and ends when told.
import path from 'node:path';
import { type Arguments, BadArgument, productionMarker, readArguments, USAGE, wantsHelp } from './arguments';
import { NotEmulated } from '../ports';
import { BadProject } from './project';
import { readSeed } from './seed';
import { PortTaken } from './server';
import { stopOnSignals } from './stop';
import { openInBrowser, readyLine, welcome } from './welcome';
import { openWorld, type World } from './world';

const EXIT = { badArgument: 2, portTaken: 3, production: 4, other: 1 };

function leave(code: number, sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}

/** dist/emulator lies two folders below the project. */
async function open(read: Arguments): Promise<World> {
  const built = import.meta.dirname;
  const root = path.resolve(built, '../..');
  return openWorld({ ...read, root, built, seed: readSeed(read.seed), miniprogram: path.resolve(read.miniprogram ?? path.join(root, 'miniprogram')) });
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  if (wantsHelp(words)) {
    process.stdout.write(USAGE);
    return;
  }
  const marker = productionMarker(process.env);
  if (marker !== null) leave(EXIT.production, `The local world does not run in a real environment (${marker} is set): it pretends to be WeChat.`);
  const read = readArguments(words);
  const world = await open(read);
  stopOnSignals(world.close);
  process.stdout.write(read.json ? readyLine(world.url) : welcome(world.url, path.resolve(read.data)));
  if (read.open) openInBrowser(world.url);
  await world.warm();
  // Programs that want the phone's page ask for it; a person will look at it soon.
  if (!read.json) await world.openPreview();
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof BadArgument || error instanceof BadProject || error instanceof NotEmulated) leave(EXIT.badArgument, message);
  if (error instanceof PortTaken) leave(EXIT.portTaken, `${message}: choose another with --port, or --port 0 for any.`);
  leave(EXIT.other, error instanceof Error ? (error.stack ?? message) : message);
});

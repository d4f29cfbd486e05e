// What the code on the screen says, and what the page that shows it alone knows (SEC-51).
import { createHash } from 'node:crypto';
import { flowId } from '../ids';
import type { FlowId } from '../ids';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 131 bits, and ten characters less than WeChat lets a scene have. */
const LENGTH = 22;
const SCENE = /^[0-9A-Za-z]{22}$/;
const POLL_SECRET = /^[A-Za-z0-9_-]{22}$/;

/** One way: whoever reads the scene off a screen does not know who polls for it. */
export function sceneOf(pollSecret: string): string {
  let rest = BigInt(`0x${createHash('sha256').update(`scene:${pollSecret}`).digest('hex')}`);
  let scene = '';
  for (; scene.length < LENGTH; rest /= BigInt(LETTERS.length)) scene += LETTERS.charAt(Number(rest % BigInt(LETTERS.length)));
  return scene;
}

/** Null for what is no scene of ours. */
export function flowOfScene(scene: string): FlowId | null {
  return SCENE.test(scene) ? flowId(scene) : null;
}

/** Null for what is no poll secret of ours. */
export function flowOfPoll(pollSecret: string): FlowId | null {
  return POLL_SECRET.test(pollSecret) ? flowId(sceneOf(pollSecret)) : null;
}

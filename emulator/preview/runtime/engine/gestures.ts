// Delivers what fingers, mouse and keyboard do as WeChat's events: tap, longpress, touch* and the CSS animation events.
import * as glassEasel from 'glass-easel';
import { visibleArea } from './viewport';

type Target = Element & { __wxElement?: glassEasel.Element };
interface Point { identifier: number; pageX: number; pageY: number; clientX: number; clientY: number }

const LONG_PRESS_MILLISECONDS = 350;
const DELIVERED_AS_THEY_ARE = ['transitionend', 'animationstart', 'animationiteration', 'animationend'];
const longPressed = new WeakSet<Element>();

/** Who listens to a long press: a tap does not follow there. */
export function noteListener(element: Element | null, type: string): void {
  if (element && (type === 'longpress' || type === 'longtap')) longPressed.add(element);
}

function nodeAt(start: EventTarget | null): glassEasel.Element | null {
  for (let at = start as (Node & Target) | null; at; at = at.parentNode as (Node & Target) | null) if (at.__wxElement) return at.__wxElement;
  return null;
}

function deliver(event: Event, type: string, detail: unknown, touches: Point[], changed: Point[]): void {
  const target = nodeAt(event.target);
  if (!target) return;
  const delivered = new glassEasel.Event(type, detail, { originalEvent: event, bubbles: true, composed: true, capturePhase: true, extraFields: { touches, changedTouches: changed } });
  glassEasel.Event.dispatchEvent(target, delivered);
  if (delivered.defaultPrevented() && event.cancelable) event.preventDefault();
}

/** Counted from what the page shows, as selector queries count. */
function pointAt(identifier: number, x: number, y: number, target: EventTarget | null): Point {
  const { left, top, scrollLeft, scrollTop } = visibleArea(target instanceof Element ? target : document.body);
  return { identifier, clientX: x - left, clientY: y - top, pageX: x - left + scrollLeft, pageY: y - top + scrollTop };
}

function pointOf(event: MouseEvent): Point {
  return pointAt(0, event.clientX, event.clientY, event.target);
}

function points(list: TouchList): Point[] {
  return [...list].map(({ identifier, clientX, clientY, target }) => pointAt(identifier, clientX, clientY, target));
}

function isDisabled(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('wx-button[disabled]') !== null;
}

/** A click is a tap: the browser has already judged movement, scrolling and the keyboard. */
function onClick(event: MouseEvent, pressedLong: boolean, before: () => Promise<void>): void {
  if (isDisabled(event.target) || pressedLong) return;
  const point = pointOf(event);
  before().then(() => deliver(event, 'tap', { x: point.clientX, y: point.clientY }, [], [point]), () => undefined);
}

function deliverTouches(root: HTMLElement): void {
  for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const) {
    root.addEventListener(type, (event) => deliver(event, type, {}, points(event.touches), points(event.changedTouches)), { passive: false });
  }
}

// A mouse has no touches of its own; pages that drag still want them.
function deliverMouseAsTouch(root: HTMLElement): void {
  let down = false;
  const as = (type: string, isDown: boolean) => (event: PointerEvent) => {
    if (event.pointerType !== 'mouse' || (type !== 'touchstart' && !down)) return;
    down = isDown;
    deliver(event, type, {}, isDown ? [pointOf(event)] : [], [pointOf(event)]);
  };
  root.addEventListener('pointerdown', as('touchstart', true));
  root.addEventListener('pointermove', as('touchmove', true));
  root.addEventListener('pointerup', as('touchend', false));
}

function watchLongPress(root: HTMLElement): { wasLong(): boolean } {
  let timer = 0;
  let long = false;
  root.addEventListener('pointerdown', (event) => {
    long = false;
    // Empty once the event is over.
    const path = event.composedPath();
    timer = window.setTimeout(() => {
      long = path.some((each) => each instanceof Element && longPressed.has(each));
      const point = pointOf(event);
      if (long) deliver(event, 'longpress', { x: point.clientX, y: point.clientY }, [point], [point]);
    }, LONG_PRESS_MILLISECONDS);
  });
  for (const type of ['pointerup', 'pointercancel', 'pointermove'] as const) {
    root.addEventListener(type, (event) => { if (type !== 'pointermove' || Math.abs(event.movementX) + Math.abs(event.movementY) > 4) window.clearTimeout(timer); });
  }
  return { wasLong: () => long };
}

/** `beforeTap` is awaited before each tap reaches the mini program. */
export function deliverGestures(root: HTMLElement, beforeTap: () => Promise<void>): void {
  const press = watchLongPress(root);
  root.addEventListener('click', (event) => onClick(event, press.wasLong(), beforeTap));
  root.addEventListener('keydown', (event) => {
    if ((event.key !== 'Enter' && event.key !== ' ') || !(event.target instanceof HTMLElement) || !event.target.matches('[data-key-taps]')) return;
    event.preventDefault();
    event.target.click();
  });
  deliverTouches(root);
  deliverMouseAsTouch(root);
  for (const type of DELIVERED_AS_THEY_ARE) root.addEventListener(type, (event) => deliver(event, type, {}, [], []));
}

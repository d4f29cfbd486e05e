// What a page shows of itself: below the navigation bar and, in a wide window, inside the phone.

/** The box that positions on the page are counted from; the window's where the element stands in no page. */
export function visibleArea(inside: Element): { left: number; top: number; scrollLeft: number; scrollTop: number } {
  const body = inside.closest('.page-body');
  if (!body) return { left: 0, top: 0, scrollLeft: 0, scrollTop: 0 };
  const { left, top } = body.getBoundingClientRect();
  return { left, top, scrollLeft: body.scrollLeft, scrollTop: body.scrollTop };
}

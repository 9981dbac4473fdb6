/** Time in which presses are ignored after a control moved or appeared under the pointer, in ms. */
export const pressGuardMs = 500;

const controls = "button, a, input, select, summary, label";
/** Controls whose places are watched for touch, which has no pointer that rests. */
const callControls = ".sv-manager button";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** An area of the page in which touches are ignored for a while. */
interface Area {
  readonly rect: DOMRect;
  readonly until: number;
}

const contains = ({ left, right, top, bottom }: DOMRect, { x, y }: Point): boolean =>
  x > left && x < right && y > top && y < bottom;
const differ = (one: DOMRect, other: DOMRect): boolean =>
  one.left !== other.left ||
  one.right !== other.right ||
  one.top !== other.top ||
  one.bottom !== other.bottom;

/**
 * Ignores presses on the element's controls that were meant for something else, for
 * {@link pressGuardMs}: a press with a mouse on a control that moved or appeared under the resting
 * pointer, and a touch where a button of a call moved, appeared or disappeared. Keys work at once.
 * Returns a function that ends the protection.
 */
export function guardPresses(root: HTMLElement): () => void {
  const mouse = watchMouse(root);
  const touch = watchTouch(root);
  // The control on which a press began that is ignored.
  let ignored: Element | null = null;
  const onMove = (event: PointerEvent): void => mouse.moveTo(event);
  const onDown = (event: PointerEvent): void => {
    const control = controlOf(event.target, root);
    mouse.moveTo(event);
    const isIgnored =
      event.pointerType === "mouse" ? mouse.isGuarded(control) : touch.isGuarded(event);
    ignored = isIgnored ? control : null;
  };
  const onClick = (event: MouseEvent): void => {
    // A press by key has no count of clicks.
    if (event.detail === 0 || ignored === null) return;
    const isIgnored = controlOf(event.target, root) === ignored;
    ignored = null;
    if (!isIgnored) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const changes = new MutationObserver(() => {
    mouse.check();
    touch.check();
  });
  changes.observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["class", "style", "hidden", "open"],
  });
  // Scrolling moves controls because the person wants it.
  const onScroll = (): void => {
    mouse.accept();
    touch.accept();
  };
  const listeners = new AbortController();
  const options = { capture: true, passive: true, signal: listeners.signal };
  document.addEventListener("pointermove", onMove, options);
  document.addEventListener("pointerdown", onDown, options);
  document.addEventListener("scroll", onScroll, options);
  document.addEventListener("click", onClick, { capture: true, signal: listeners.signal });
  return () => {
    changes.disconnect();
    listeners.abort();
  };
}

/** Returns the control that an event or a point hits, if it belongs to the element. */
function controlOf(target: EventTarget | null, root: HTMLElement): Element | null {
  const control = target instanceof Element ? target.closest(controls) : null;
  return control !== null && root.contains(control) ? control : null;
}

/** Pages without layout, as in jsdom, have no `elementFromPoint`. */
const controlAt = (point: Point | null, root: HTMLElement): Element | null =>
  point === null ? null : controlOf(document.elementFromPoint?.(point.x, point.y) ?? null, root);

/** Watches which control is under the resting mouse pointer. */
function watchMouse(root: HTMLElement) {
  let pointer: Point | null = null;
  let under: Element | null = null;
  let guarded: { readonly control: Element; readonly until: number } | null = null;
  return {
    moveTo: ({ clientX, clientY, target, pointerType }: PointerEvent): void => {
      if (pointerType !== "mouse") return;
      pointer = { x: clientX, y: clientY };
      under = controlOf(target, root);
      // Who leaves the control and comes back has seen it.
      if (guarded !== null && guarded.control !== under) guarded = null;
    },
    /** Takes the present places as seen. */
    accept: (): void => {
      under = controlAt(pointer, root);
    },
    check: (): void => {
      const control = controlAt(pointer, root);
      if (control !== null && control !== under)
        guarded = { control, until: performance.now() + pressGuardMs };
      under = control;
    },
    isGuarded: (control: Element | null): boolean =>
      guarded !== null && guarded.control === control && performance.now() < guarded.until,
  };
}

/** Watches the places of the buttons of calls. */
function watchTouch(root: HTMLElement) {
  const measure = (): Map<Element, DOMRect> =>
    new Map(
      [...root.ownerDocument.querySelectorAll(callControls)].map((button) => [
        button,
        button.getBoundingClientRect(),
      ]),
    );
  let places = measure();
  let areas: readonly Area[] = [];
  return {
    accept: (): void => {
      places = measure();
    },
    check: (): void => {
      const now = performance.now();
      const before = places;
      places = measure();
      const changed = [...new Set([...before.keys(), ...places.keys()])].flatMap((button) => {
        const [from, to] = [before.get(button), places.get(button)];
        if (from !== undefined && to !== undefined && !differ(from, to)) return [];
        return [from, to].flatMap((rect) => (rect === undefined ? [] : [rect]));
      });
      areas = [
        ...areas.filter(({ until }) => until > now),
        ...changed.map((rect) => ({ rect, until: now + pressGuardMs })),
      ];
    },
    isGuarded: ({ clientX, clientY }: PointerEvent): boolean =>
      areas.some(
        ({ rect, until }) =>
          performance.now() < until && contains(rect, { x: clientX, y: clientY }),
      ),
  };
}

/** The parts of the console between which F6 moves the focus, in the order of the document. */
const regions = ":is(.nav, .sv-manager-docked, .stage-bar, .stage, .list, .page-foot)";

const focusable =
  ":is(a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), " +
  'textarea:not(:disabled), [tabindex="0"])';

/** A narrow window hides some parts. */
const isVisible = (element: Element): boolean =>
  (element as Partial<Pick<Element, "checkVisibility">>).checkVisibility?.() ?? true;

/** Returns the element of a part that gets the focus: in the navigation, the present page. */
function entryOf(region: Element): HTMLElement | undefined {
  const candidates = [...region.querySelectorAll<HTMLElement>(focusable)].filter(isVisible);
  return candidates.find((element) => element.ariaCurrent === "page") ?? candidates[0];
}

/** Moves the focus to the next part of the console, or with `-1` to the one before. */
export function focusNextRegion(step: 1 | -1): void {
  const entries = [...document.querySelectorAll(regions)].flatMap((region) => {
    const entry = entryOf(region);
    return entry === undefined ? [] : [{ region, entry }];
  });
  const present = entries.findIndex(({ region }) => region.contains(document.activeElement));
  // From outside, F6 goes to the first part and Shift F6 to the last one.
  const from = present === -1 && step === -1 ? 0 : present;
  entries.at((from + step) % entries.length)?.entry.focus();
}

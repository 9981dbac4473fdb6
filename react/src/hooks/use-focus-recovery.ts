import { useEffect, useRef, type RefObject } from "react";

/**
 * Moves the focus to a card, or to the element `part` in it, when the button that had the focus is
 * gone: when the card appears, and when its call moves here or to another device. Without this the
 * keyboard would start again at the top of the page.
 */
export function useFocusRecovery(
  card: RefObject<HTMLElement | null>,
  here: boolean,
  part?: string,
): void {
  const wasHere = useRef<boolean>(null);
  useEffect(() => {
    const target =
      part === undefined ? card.current : card.current?.querySelector<HTMLElement>(part);
    if (wasHere.current !== here && document.activeElement === document.body)
      target?.focus({ preventScroll: true });
    wasHere.current = here;
  }, [card, here, part]);
}

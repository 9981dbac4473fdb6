import { useEffect, useRef, type RefObject } from "react";

/**
 * Gives the focus to a card, or to a part of it, where the button that had it has gone: as the card
 * shows up, and as its call comes here or goes elsewhere. Without this, the keyboard would start
 * again at the top of the page.
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

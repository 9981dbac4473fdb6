import { useLayoutEffect, useRef, type RefObject } from "react";

/** Moves the focus within a list, whose buttons may go when they are pressed. */
export interface MovedFocus {
  /** To be set on the element of the list. */
  readonly list: RefObject<HTMLDivElement | null>;
  /** Focuses the first element of this selector after the next rendering. */
  readonly focusNext: (selector: string) => void;
}

/** Makes the {@link MovedFocus} of a list. */
export function useMovedFocus(): MovedFocus {
  const list = useRef<HTMLDivElement>(null);
  const selector = useRef<string | null>(null);
  // Other effects may still wait when a button is pressed, and would run before the rendering.
  useLayoutEffect(() => {
    if (selector.current !== null)
      list.current?.querySelector<HTMLElement>(selector.current)?.focus();
    selector.current = null;
  });
  return { list, focusNext: (next) => void (selector.current = next) };
}

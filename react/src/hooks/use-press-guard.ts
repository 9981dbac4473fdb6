import { useEffect, type RefObject } from "react";
import { guardPresses } from "./press-guard.ts";

/**
 * Protects the controls of an element, or of the whole page, from presses that were meant for
 * something else. See {@link guardPresses}.
 */
export function usePressGuard(root: RefObject<HTMLElement | null> | "page"): void {
  useEffect(() => {
    const element = root === "page" ? document.body : root.current;
    return element === null ? undefined : guardPresses(element);
  }, [root]);
}

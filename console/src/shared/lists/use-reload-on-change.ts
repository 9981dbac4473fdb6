import { useEffect, useEffectEvent, useRef } from "react";

/** Calls `reload` when the text changes. */
export function useReloadOnChange(change: string, reload: () => void): void {
  const known = useRef(change);
  const reloadNow = useEffectEvent(reload);
  useEffect(() => {
    if (known.current === change) return;
    known.current = change;
    reloadNow();
  }, [change]);
}

import { useEffect, useMemo, useState } from "react";
import { useServices } from "../../shared/services.ts";
import type { UnsavedChanges } from "../../shared/unsaved-changes.ts";
import { usePage, type PageName } from "./use-page.ts";

/** The shown page, and what keeps an agent from leaving it by mistake. */
export interface GuardedPage {
  readonly page: PageName;
  readonly go: (page: PageName) => void;
  readonly unsaved: UnsavedChanges;
}

/**
 * Returns the page that the address names. While the settings have unsaved changes they stay on the
 * screen, and ask first, whether the agent follows a link, goes back, or closes the tab.
 */
export function useGuardedPage(): GuardedPage {
  const [requested, go] = usePage();
  const [hasUnsavedSettings, report] = useState(false);
  const { kind } = useServices().platform;
  useEffect(() => {
    // Electron would keep its window open without asking anything.
    if (!hasUnsavedSettings || kind === "desktop") return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [hasUnsavedSettings, kind]);
  const isLeaving = hasUnsavedSettings && requested !== "Settings";
  const unsaved = useMemo(
    () => ({ report, isLeaving, stay: () => go("Settings") }),
    [isLeaving, go],
  );
  return { page: hasUnsavedSettings ? "Settings" : requested, go, unsaved };
}

import { createContext, useContext, useEffect } from "react";

/** Interface between a form with unsaved changes and the frame around it. */
export interface UnsavedChanges {
  /** Reports whether the form has unsaved changes. */
  report(hasChanges: boolean): void;
  /** True while the agent wants to go to another page. Saving or discarding lets them go. */
  readonly isLeaving: boolean;
  /** Stays on the page. */
  stay(): void;
}

/** Context of the unsaved changes. */
export const UnsavedChangesContext = createContext<UnsavedChanges>({
  report: () => undefined,
  isLeaving: false,
  stay: () => undefined,
});

/** Reports whether a form has unsaved changes, for as long as the form is shown. */
export function useUnsavedChanges(hasChanges: boolean): UnsavedChanges {
  const unsaved = useContext(UnsavedChangesContext);
  const { report } = unsaved;
  useEffect(() => report(hasChanges), [report, hasChanges]);
  useEffect(() => () => report(false), [report]);
  return unsaved;
}

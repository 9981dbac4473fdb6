import { useCallback, useState, type ReactElement, type ReactNode } from "react";
import { FindDialog } from "../find/FindDialog.tsx";
import { FindContext } from "./find-context.ts";
import { ShortcutsDialog } from "./ShortcutsDialog.tsx";
import { useShortcuts, type ShortcutDialog } from "./use-shortcuts.ts";

/** Runs the shortcuts, and shows the dialogs that they open. Screens below it can open them, too. */
export function Shortcuts({ children }: { children: ReactNode }): ReactElement {
  const [dialog, setDialog] = useState<ShortcutDialog | null>(null);
  useShortcuts(setDialog);
  const close = (): void => setDialog(null);
  const find = useCallback(() => setDialog("find"), []);
  return (
    <FindContext value={find}>
      {dialog === "find" ? <FindDialog close={close} /> : null}
      {dialog === "keys" ? <ShortcutsDialog close={close} /> : null}
      {children}
    </FindContext>
  );
}

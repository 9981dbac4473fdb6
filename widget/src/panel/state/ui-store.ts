import type { PanelHost } from "../../api.ts";
import { closedUi, type Ui } from "./screen.ts";

/** Keeps what the panel itself remembers. */
export interface UiStore {
  get(): Ui;
  set(patch: Partial<Ui>): void;
  reset(): void;
}

/** Tells the page when the panel opens and closes. */
export function createUiStore(emit: PanelHost["emit"], changed: () => void): UiStore {
  let ui = closedUi;
  const set = (patch: Partial<Ui>): void => {
    const wasOpen = ui.open;
    ui = { ...ui, ...patch };
    if (ui.open !== wasOpen) emit(ui.open ? "open" : "close", null);
    changed();
  };
  return { get: () => ui, set, reset: () => set(closedUi) };
}

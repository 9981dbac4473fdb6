import type { Emit } from "../../api.ts";
import { initialUi, type Ui } from "./screen.ts";

/** Store of the panel's own state. */
export interface UiStore {
  get(): Ui;
  set(patch: Partial<Ui>): void;
}

/** Creates the store. It emits `open` and `close` to the page, and runs `onChange` after each set. */
export function createUiStore(emit: Emit, onChange: () => void): UiStore {
  let ui = initialUi;
  const set = (patch: Partial<Ui>): void => {
    const wasOpen = ui.open;
    ui = { ...ui, ...patch };
    if (ui.open !== wasOpen) emit(ui.open ? "open" : "close", null);
    onChange();
  };
  return { get: () => ui, set };
}

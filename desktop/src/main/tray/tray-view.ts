import type { MenuItemConstructorOptions } from "electron";
import type { AgentStatus } from "./agent-status.ts";
import { trayMenu, type TrayActions } from "./tray-menu.ts";
import { trayState, type TrayIcon } from "./tray-state.ts";

/** The parts of Electron's tray that are set. */
export interface TrayPort {
  setIcon(icon: TrayIcon): void;
  setToolTip(text: string): void;
  setMenu(items: readonly MenuItemConstructorOptions[]): void;
}

/** Content of the tray. */
export interface TrayView {
  showStatus(status: AgentStatus): void;
  /** Adds a line to the menu. */
  notice(text: string): void;
  /** Sets the icon again, because the bar's colour changed. */
  redrawIcon(): void;
  /** Sets everything again, in a new icon. */
  redraw(): void;
}

/** Returns a function that passes a value on only if it differs from the last one. */
function onChange<T>(key: (value: T) => string, set: (value: T) => void): (value: T) => void {
  let last: string | null = null;
  return (value) => {
    const next = key(value);
    if (next === last) return;
    last = next;
    set(value);
  };
}

/**
 * Shows the status in a tray, from nobody signed in on. It sets only what changed: a new menu
 * closes the one that the person has open.
 */
export function createTrayView(port: TrayPort, actions: TrayActions): TrayView {
  let status: AgentStatus = null;
  let noticeText: string | null = null;
  const changes: TrayPort = {
    setIcon: onChange<TrayIcon>(String, (icon) => port.setIcon(icon)),
    setToolTip: onChange<string>(String, (text) => port.setToolTip(text)),
    // Functions are left out of the key: they only depend on the ids of the items.
    setMenu: onChange<readonly MenuItemConstructorOptions[]>(JSON.stringify, (items) =>
      port.setMenu(items),
    ),
  };
  const render = (target = changes): void => {
    const { icon, lines } = trayState(status);
    target.setIcon(icon);
    target.setToolTip(["Synapse Voice", ...lines].join("\n"));
    target.setMenu(trayMenu(status, noticeText === null ? lines : [...lines, noticeText], actions));
  };
  render();
  return {
    showStatus: (next) => {
      status = next;
      render();
    },
    notice: (text) => {
      noticeText = text;
      render();
    },
    redrawIcon: () => port.setIcon(trayState(status).icon),
    redraw: () => render(port),
  };
}

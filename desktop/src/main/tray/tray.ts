import { join } from "node:path";
import { Menu, Tray, nativeImage } from "electron";
import type { MenuItemConstructorOptions, NativeImage } from "electron";
import type { AgentStatus, TrayChoice } from "../../bridge/schemas.ts";
import type { TrayIcon } from "./tray-state.ts";
import { trayState } from "./tray-state.ts";

/** What the tray's menu does. */
export interface TrayActions {
  show(): void;
  choose(choice: TrayChoice): void;
  quit(): void;
}

/** The app's place in the tray. */
export interface AppTray {
  showStatus(status: AgentStatus): void;
  /** Adds a line that the person should know of. */
  notice(text: string): void;
}

const isSameStatus = (one: AgentStatus, other: AgentStatus): boolean =>
  one?.state === other?.state &&
  one?.reachable === other?.reachable &&
  one?.ringing === other?.ringing &&
  one?.waiting === other?.waiting;

/** Puts the app into the tray; a click or its menu brings the window back. */
export function createTray(iconFolder: string, actions: TrayActions): AppTray {
  const images = new Map<TrayIcon, NativeImage>();
  const imageOf = (icon: TrayIcon): NativeImage => {
    const image =
      images.get(icon) ?? nativeImage.createFromPath(join(iconFolder, `tray-${icon}.png`));
    images.set(icon, image);
    return image;
  };
  let status: AgentStatus = null;
  let noticeText: string | null = null;
  const tray = new Tray(imageOf(trayState(status).icon));

  const stateItems = (): MenuItemConstructorOptions[] =>
    status === null
      ? []
      : [
          ...(status.state === "wrap_up"
            ? [{ label: "I'm ready", click: () => actions.choose("ready") }]
            : []),
          {
            label: "Available",
            type: "radio",
            checked: status.state !== "away",
            click: () => actions.choose("available"),
          },
          {
            label: "Away",
            type: "radio",
            checked: status.state === "away",
            click: () => actions.choose("away"),
          },
          { type: "separator" },
        ];
  const render = (): void => {
    const { icon, text, waiting } = trayState(status);
    const lines = waiting === null ? [text] : [text, waiting];
    tray.setImage(imageOf(icon));
    tray.setToolTip(["Synapse Voice", ...lines].join("\n"));
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: "Show", click: actions.show },
        ...[...lines, ...(noticeText === null ? [] : [noticeText])].map((label) => ({
          label,
          enabled: false,
        })),
        { type: "separator" },
        ...stateItems(),
        { label: "Quit", click: actions.quit },
      ]),
    );
  };
  tray.on("click", actions.show);
  render();
  return {
    showStatus: (next) => {
      // A menu that is built anew closes under the pointer.
      if (isSameStatus(status, next)) return;
      status = next;
      render();
    },
    notice: (text) => {
      noticeText = text;
      render();
    },
  };
}

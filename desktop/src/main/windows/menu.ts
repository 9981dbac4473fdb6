import { Menu } from "electron";

/**
 * Sets the application menu. macOS needs one, because its edit menu makes copy and paste work.
 * Other systems get none.
 */
export function setApplicationMenu(): void {
  const menu =
    process.platform === "darwin"
      ? Menu.buildFromTemplate([{ role: "appMenu" }, { role: "editMenu" }, { role: "windowMenu" }])
      : null;
  Menu.setApplicationMenu(menu);
}

import { Menu } from "electron";

/**
 * Sets the application menu. macOS needs one, because its edit menu makes copy and paste work.
 * Other systems get none, and have the support report in the tray.
 */
export function setApplicationMenu(saveReport: () => void): void {
  const menu =
    process.platform === "darwin"
      ? Menu.buildFromTemplate([
          { role: "appMenu" },
          { role: "editMenu" },
          { role: "windowMenu" },
          { role: "help", submenu: [{ label: "Save a support report", click: saveReport }] },
        ])
      : null;
  Menu.setApplicationMenu(menu);
}

import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Menu, app, dialog, ipcMain, protocol, session, shell } from "electron";
import type { SessionPlace } from "../bridge/index.ts";
import { appScheme, handleRequests, sendMessage } from "../bridge/index.ts";
import { createAppPages } from "./pages/app-pages.ts";
import { readDeviceId } from "./session/device-id.ts";
import { lockNavigation } from "./security/navigation.ts";
import { lockPermissions } from "./security/permissions.ts";
import { openSessionStore } from "./session/open-session-store.ts";
import { readSettings } from "./config/settings.ts";
import type { Settings } from "./config/settings.ts";
import { createTray } from "./tray/tray.ts";
import { createBoundsFile } from "./windows/window-state.ts";
import { openSoftphone } from "./windows/softphone-window.ts";

const appName = "Synapse Voice";
const appId = "com.synapsevoice.desktop";
const iconFolder = join(__dirname, "../../icons");
const consoleFolder = join(__dirname, "../../../console/dist");

const log = (what: string, why: string): void => console.error(`${what}: ${why}`);

function loadSettings(): Settings | null {
  const path = join(app.getPath("userData"), "config.json");
  const result = readSettings(existsSync(path) ? readFileSync(path, "utf8") : null, process.env);
  if (result.ok) return result.settings;
  log("settings", result.problem);
  dialog.showErrorBox(`${appName} is not set up yet`, `${path}\n\n${result.problem}`);
  return null;
}

/** On macOS the menu is also what makes copy and paste work; elsewhere the softphone has none. */
function setMenu(): void {
  const menu =
    process.platform === "darwin"
      ? Menu.buildFromTemplate([{ role: "appMenu" }, { role: "editMenu" }, { role: "windowMenu" }])
      : null;
  Menu.setApplicationMenu(menu);
}

function openOutside(address: string): void {
  shell.openExternal(address).catch((error: unknown) => log("browser", String(error)));
}

function openKeychain() {
  return openSessionStore(
    async () => (await import("keytar")).default,
    appName,
    (reason) => log("keychain", reason),
  );
}

function run(settings: Settings): void {
  const folder = app.getPath("userData");
  mkdirSync(folder, { recursive: true });
  setMenu();
  lockPermissions(session.defaultSession);
  lockNavigation(
    app,
    settings.consoleUrl ? [settings.apiUrl, settings.consoleUrl] : [settings.apiUrl],
    openOutside,
  );
  protocol.handle(appScheme, createAppPages(consoleFolder, settings));

  const keychain = openKeychain();
  const boundsFile = createBoundsFile(join(folder, "window.json"));
  const softphone = openSoftphone({ boundsFile, icon: join(iconFolder, "app.png") });
  const tray = createTray(iconFolder, {
    show: softphone.show,
    choose: (choice) => sendMessage(softphone.window.webContents, "tray:chosen", choice),
    quit: () => app.quit(),
  });
  const tellIfForgotten = (place: SessionPlace): void => {
    if (place === "memory") tray.notice("No keychain: you sign in again at the next start");
  };
  void keychain.then((store) => tellIfForgotten(store.place));
  let rings = false;
  handleRequests(
    ipcMain,
    {
      "session:read": async (key) => (await keychain).read(key),
      "session:write": async (key, text) => (await keychain).write(key, text),
      "session:remove": async (key) => (await keychain).remove(key),
      "session:place": async () => (await keychain).place,
      "device:id": () => readDeviceId(join(folder, "device-id")),
      "status:show": (status) => {
        tray.showStatus(status);
        // Once a ring, so that whoever puts the window aside is left alone.
        if (status?.ringing && !rings) softphone.show();
        rings = status?.ringing ?? false;
      },
    },
    (channel, reason) => log(`refused ${channel}`, reason),
  );
  softphone.window.webContents.on("render-process-gone", (_event, { reason }) => {
    log("page", reason);
    tray.showStatus(null);
    if (reason !== "clean-exit") softphone.window.reload();
  });
  app.on("second-instance", softphone.show);
  app.on("activate", softphone.show);
  app.on("before-quit", softphone.allowClose);
}

function start(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        stream: true,
        codeCache: true,
      },
    },
  ]);
  void app.whenReady().then(() => {
    const settings = loadSettings();
    if (settings) run(settings);
    else app.quit();
  });
}

app.setName(appName);
app.setAppUserModelId(appId);
if (app.requestSingleInstanceLock()) start();
else app.quit();

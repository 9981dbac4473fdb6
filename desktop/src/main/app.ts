import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { app, ipcMain, powerSaveBlocker, protocol, session, shell } from "electron";
import { createAlerts } from "./alerts/alerts.ts";
import { connectAccount } from "./account-connection.ts";
import type { AccountCalls } from "./calls/account-calls.ts";
import { readSettings, type Settings } from "./config/settings.ts";
import { handleRequests } from "./ipc/handle-requests.ts";
import { createRequestHandlers } from "./ipc/request-handlers.ts";
import { sendMessage, type SendToPage } from "./ipc/send-message.ts";
import { createAppPages } from "./pages/app-pages.ts";
import { appScheme } from "./security/app-origin.ts";
import { restrictNavigation } from "./security/navigation.ts";
import { restrictPermissions } from "./security/permissions.ts";
import { createKeepAwake } from "./keep-awake.ts";
import { createLinkHandlers, registerOwnScheme } from "./links/link-handlers.ts";
import type { PendingLink } from "./links/pending-link.ts";
import { openPreferences, type PreferencesStore } from "./preferences/preferences-store.ts";
import { endProcess } from "./quit/end-process.ts";
import { prepareQuit } from "./quit/prepare-quit.ts";
import type { Quit } from "./quit/quit.ts";
import { createUnsavedWork, type UnsavedWork } from "./quit/unsaved-work.ts";
import { createPendingCalls, keychainService } from "./session/keychain.ts";
import { openSessionStore } from "./session/open-session-store.ts";
import type { SessionStore } from "./session/session-store.ts";
import { openStaleKeysFile } from "./session/stale-keys.ts";
import { runAfter } from "./session/time-limit.ts";
import { StartError } from "./start-app.ts";
import { agentStatus, type AgentStatus } from "./tray/agent-status.ts";
import type { TrayChoice } from "./tray/tray-menu.ts";
import { createTray, type AppTray } from "./tray/tray.ts";
import { setApplicationMenu } from "./windows/menu.ts";
import { reloadAfterCrash } from "./windows/reload-after-crash.ts";
import { openSoftphone, type SoftphoneWindow } from "./windows/softphone-window.ts";
import { createBoundsFile } from "./windows/window-state.ts";

export const appName = "Synapse Voice";
export const appId = "com.synapsevoice.desktop";
/** Identifies the app to the notifications of Windows. It must never change. */
export const toastActivatorId = "{5D2E1A0C-7C0B-4B7E-9C58-3F0F4C1B9A64}";

// Paths from `dist/main`, where the bundle of this file is.
const iconFolder = join(__dirname, "../../icons");
const preloadScript = join(__dirname, "../preload/preload.cjs");
const consoleFolder = join(__dirname, "../../../console/dist");

/** Writes a line to the error output. */
export const log = (subject: string, reason: string): void =>
  console.error(`${subject}: ${reason}`);

/** Calls of this process to the keychain that have not returned. */
const keychainCalls = createPendingCalls();

/** Ends the process with this code, even if a call to the keychain hangs. */
export const exitWith = (code: number): void =>
  endProcess(code, {
    pendingCalls: keychainCalls.count,
    exit: (exitCode) => app.exit(exitCode),
    flush: () => session.defaultSession.flushStorageData(),
    kill: () => process.kill(process.pid, "SIGKILL"),
    after: runAfter,
  });

/** Reads the settings. Throws a `StartError` if they are wrong. */
function loadSettings(profileFolder: string): Settings {
  const path = join(profileFolder, "config.json");
  const result = readSettings(existsSync(path) ? readFileSync(path, "utf8") : null, process.env);
  if (result.ok) return result.settings;
  throw new StartError(`${appName} is not set up yet`, `${path}\n\n${result.problem}`);
}

/** Restricts what pages can do, before any page exists. */
function restrictPages({ apiUrl, consoleUrl }: Settings): void {
  restrictPermissions(session.defaultSession);
  restrictNavigation(app, consoleUrl ? [apiUrl, consoleUrl] : [apiUrl], (address) => {
    shell.openExternal(address).catch((error: unknown) => log("browser", String(error)));
  });
}

/** Opens the store of the sign-in. `onMemoryOnly` is called if the sign-in won't outlive the app. */
function openKeychain(
  { supabaseUrl }: Settings,
  profileFolder: string,
  onMemoryOnly: () => void,
): Promise<SessionStore> {
  const service = keychainService(appName, supabaseUrl);
  return openSessionStore(
    async () => keychainCalls.watch((await import("keytar")).default),
    service,
    (reason) => {
      log("keychain", reason);
      onMemoryOnly();
    },
    {
      staleKeys: openStaleKeysFile(join(profileFolder, "stale-keys.json"), service, (reason) =>
        log("stale keys", reason),
      ),
    },
  );
}

/**
 * Shows a status in the tray, keeps the system awake on calls, and shows the window once for each
 * ringing, unless alerts are off: the person may close it.
 */
function createStatusDisplay(
  tray: AppTray,
  softphone: SoftphoneWindow,
  quit: Quit,
  preferences: PreferencesStore,
) {
  const keepAwake = createKeepAwake(powerSaveBlocker);
  let wasRinging = false;
  return (status: AgentStatus): void => {
    tray.showStatus(status);
    quit.showStatus(status);
    keepAwake(status);
    const isRinging = status?.ringing ?? false;
    if (isRinging && !wasRinging && preferences.current().alerts) softphone.show();
    wasRinging = isRinging;
  };
}

/** Applies a choice in the tray's menu. */
async function applyChoice(
  { client }: AccountCalls,
  unsaved: UnsavedWork,
  choice: TrayChoice,
): Promise<void> {
  if (choice !== "ready") return client()?.setWanted(choice);
  await unsaved.save();
  return client()?.endWrapUp();
}

/** Opens the window. */
const openWindow = (profileFolder: string): SoftphoneWindow =>
  openSoftphone({
    boundsFile: createBoundsFile(join(profileFolder, "window.json")),
    icon: join(iconFolder, "app.png"),
    preloadScript,
  });

function runApp(settings: Settings, profileFolder: string, links: PendingLink): void {
  setApplicationMenu();
  registerOwnScheme(app, process.platform);
  restrictPages(settings);
  protocol.handle(appScheme, createAppPages(consoleFolder, settings));

  const softphone = openWindow(profileFolder);
  const send: SendToPage = (channel, body) => {
    // The app may be closing, and its windows gone.
    if (!softphone.window.isDestroyed()) sendMessage(softphone.window.webContents, channel, body);
  };
  const unsaved = createUnsavedWork(() => send("unsaved:save", null), runAfter);
  const tray = createTray(iconFolder, {
    show: softphone.show,
    choose: (choice) => void applyChoice(calls, unsaved, choice),
    quit: () => app.quit(),
  });
  const quit = prepareQuit(softphone, unsaved, () => calls);
  const preferences = openPreferences(join(profileFolder, "preferences.json"), (all) => {
    send("preferences:changed", all);
    showStatus();
  });
  const alerts = createAlerts({
    window: softphone.window,
    missedIcon: join(iconFolder, "missed.png"),
    openWindow: softphone.show,
    preferences: preferences.current,
    log: (reason) => log("notification", reason),
  });
  const display = createStatusDisplay(tray, softphone, quit, preferences);
  let missed = 0;
  const showStatus = (): void => {
    const client = calls.client();
    display(agentStatus(client?.getState() ?? null, missed));
    alerts.update(client, missed);
  };
  const sessionStore = openKeychain(settings, profileFolder, () => {
    if (softphone.window.isDestroyed()) return;
    tray.notice("The keychain can't be used: you sign in again at the next start");
    send("session:memory-only", null);
  });
  const { calls, handlers } = connectAccount({
    settings,
    profileFolder,
    sessionStore,
    log,
    onAccount: (account) => send("accounts:changed", account),
    onState: showStatus,
  });
  const showMissedCalls = (count: number): void => {
    missed = count;
    showStatus();
  };
  handleRequests(
    ipcMain,
    createRequestHandlers({
      sessionStore,
      accounts: handlers,
      links: createLinkHandlers(app, links),
      preferences,
      showMissedCalls,
      unsavedSaved: unsaved.saved,
    }),
    (channel, reason) => log(`refused ${channel}`, reason),
  );
  reloadAfterCrash(softphone, appName, (reason) => log("page", reason));
  links.onOpened(() => {
    softphone.show();
    send("links:changed", null);
  });
  app.on("second-instance", softphone.show);
  app.on("activate", softphone.show);
  // Comes after the last window has closed and stored its bounds.
  app.on("will-quit", (event) => {
    if (keychainCalls.count() === 0) return;
    event.preventDefault();
    exitWith(0);
  });
}

/** Starts the app once Electron is ready. Throws if it can't. */
export function startApp(links: PendingLink): void {
  const profileFolder = app.getPath("userData");
  const settings = loadSettings(profileFolder);
  mkdirSync(profileFolder, { recursive: true });
  runApp(settings, profileFolder, links);
}

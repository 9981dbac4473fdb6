import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { app, BrowserWindow, globalShortcut, ipcMain, protocol, session, shell } from "electron";
import { connectAccount } from "./account-connection.ts";
import type { AccountCalls } from "./calls/account-calls.ts";
import { createCallDisplay } from "./call-display.ts";
import { appLog, logErrorsOfPages, logRefusals, redactor } from "./app-log.ts";
import { readSettings, type Settings } from "./config/settings.ts";
import { createDiagnostics } from "./diagnostics/diagnostics.ts";
import { saveDialogs } from "./diagnostics/save-dialogs.ts";
import { handleRequests } from "./ipc/handle-requests.ts";
import { createRequestHandlers } from "./ipc/request-handlers.ts";
import { sendMessage, type SendToPage } from "./ipc/send-message.ts";
import { createAppPages } from "./pages/app-pages.ts";
import { appScheme } from "./security/app-origin.ts";
import { restrictNavigation } from "./security/navigation.ts";
import { restrictPermissions } from "./security/permissions.ts";
import { createLinkHandlers, registerOwnScheme } from "./links/link-handlers.ts";
import { systemHandlers } from "./links/xdg-handlers.ts";
import { isLink } from "./links/parse-link.ts";
import type { PendingLink } from "./links/pending-link.ts";
import { hiddenSwitch } from "./login-item/login-item.ts";
import { openLoginItem, startsHidden } from "./login-item/open-login-item.ts";
import { openPreferences, type PreferencesStore } from "./preferences/preferences-store.ts";
import { endProcess } from "./quit/end-process.ts";
import { prepareQuit } from "./quit/prepare-quit.ts";
import type { Quit } from "./quit/quit.ts";
import { startAgainIfWanted } from "./quit/start-again.ts";
import { createUnsavedWork } from "./quit/unsaved-work.ts";
import { createPendingCalls, keychainService } from "./session/keychain.ts";
import { openSessionStore } from "./session/open-session-store.ts";
import type { SessionStore } from "./session/session-store.ts";
import { openStaleKeysFile } from "./session/stale-keys.ts";
import { runAfter } from "./session/time-limit.ts";
import { createShortcutCommands } from "./shortcuts/shortcut-commands.ts";
import { createShortcuts, type Shortcuts } from "./shortcuts/shortcuts.ts";
import { StartError } from "./start-app.ts";
import { agentStatus } from "./tray/agent-status.ts";
import { createTrayCommands, type TrayCommands } from "./tray/tray-commands.ts";
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
const windowFiles = {
  icon: join(iconFolder, "app.png"),
  preloadScript: join(__dirname, "../preload/preload.cjs"),
};
const consoleFolder = join(__dirname, "../../../console/dist");

export const log = appLog.warn;

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

/** Serves the pages, and restricts what they can do, before any page exists. */
function servePages(settings: Settings): void {
  const { apiUrl, consoleUrl } = settings;
  protocol.handle(appScheme, createAppPages(consoleFolder, settings));
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

/** Opens the console's window. `onMinimised` is called if there is no tray to hide it in. */
const openConsole = (
  profileFolder: string,
  links: PendingLink,
  hasTray: () => Promise<boolean>,
  onMinimised: () => void,
): SoftphoneWindow =>
  openSoftphone({
    ...windowFiles,
    boundsFile: createBoundsFile(join(profileFolder, "window.json")),
    // A link that came with the start must be seen.
    startsHidden: startsHidden(app, process) && links.current() === null,
    hasTray,
    onMinimised,
  });

/** Opens the choices for this computer. All pages hear of a change. */
const openChoices = (profileFolder: string, onChange: () => void): PreferencesStore =>
  openPreferences(join(profileFolder, "preferences.json"), (all) => {
    for (const { webContents } of BrowserWindow.getAllWindows())
      sendMessage(webContents, "preferences:changed", all);
    onChange();
  });

/** Takes the chosen keys from all programs, until the app ends. */
function openShortcuts(
  preferences: PreferencesStore,
  client: AccountCalls["client"],
  commands: TrayCommands,
): Shortcuts {
  const status = () => agentStatus(client()?.getState() ?? null, 0);
  const shortcuts = createShortcuts({
    registry: globalShortcut,
    keys: () => preferences.current().shortcuts,
    run: createShortcutCommands(status, commands),
  });
  shortcuts.apply();
  app.once("will-quit", shortcuts.close);
  return shortcuts;
}

/** Sends messages to the page of the console. */
const sendTo =
  ({ window }: SoftphoneWindow): SendToPage =>
  (channel, body) => {
    // The app may be closing, and its windows gone.
    if (!window.isDestroyed()) sendMessage(window.webContents, channel, body);
  };

/** Opens the tray icon. Its commands are those of main's call client. */
const openTray = (
  { show }: SoftphoneWindow,
  commands: TrayCommands,
  send: SendToPage,
  saveReport: () => void,
): AppTray =>
  createTray(iconFolder, {
    ...commands,
    open: show,
    openSettings: () => {
      show();
      send("settings:open", null);
    },
    saveReport,
    quit: () => app.quit(),
  });

/**
 * Brings the window to the front when the system or a link asks for it, and ends the process. A
 * second start at the login asks for nothing.
 */
function followApp(
  { show }: SoftphoneWindow,
  quit: Quit,
  links: PendingLink,
  send: SendToPage,
): void {
  registerOwnScheme(app, process.platform);
  links.onOpened(() => {
    show();
    send("links:changed", null);
  });
  app.on("second-instance", (_event, args) => {
    if (!args.includes(hiddenSwitch)) show();
  });
  startAgainIfWanted({ app, quit, process, isLink });
  app.on("activate", show);
  // Comes after the last window has closed and stored its bounds.
  app.on("will-quit", (event) => {
    if (keychainCalls.count() === 0) return;
    event.preventDefault();
    exitWith(0);
  });
}

function runApp(settings: Settings, profileFolder: string, links: PendingLink): void {
  setApplicationMenu(() => void diagnostics.save());
  servePages(settings);

  const hasTray = (): Promise<boolean> => tray.isShown();
  const softphone = openConsole(profileFolder, links, hasTray, () => send("tray:missing", null));
  const send = sendTo(softphone);
  const unsaved = createUnsavedWork(() => send("unsaved:save", null), runAfter);
  const answer = (callId: string): void => display.answer(callId);
  const commands = createTrayCommands(() => calls.client(), unsaved.save, answer);
  const tray = openTray(softphone, commands, send, () => void diagnostics.save());
  const quit = prepareQuit(softphone, unsaved, () => calls);
  const preferences = openChoices(profileFolder, () => {
    display.update();
    shortcuts.apply();
  });
  const shortcuts = openShortcuts(preferences, () => calls.client(), commands);
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
    hide: redactor.hide,
    onAccount: (account) => {
      links.setPerson(account?.userId ?? null);
      send("accounts:changed", account);
    },
    onState: () => display.update(),
  });
  const reloads = reloadAfterCrash(softphone, appName, (reason) => log("page", reason));
  const display = createCallDisplay({
    softphone,
    tray,
    quit,
    preferences: preferences.current,
    loadConsole: reloads.retry,
    client: calls.client,
    profileFolder,
    windowFiles,
    missedIcon: join(iconFolder, "missed.png"),
    log,
  });
  const diagnostics = createDiagnostics({
    settings,
    log: appLog,
    redactor,
    dialogs: saveDialogs(softphone),
    askPage: (id) => send("report:collect", id),
    clientState: () => calls.client()?.getState() ?? null,
    storageKind: async () => (await sessionStore).kind,
  });
  const loginItem = openLoginItem(app, appName, process);
  loginItem.refresh();
  handleRequests(
    ipcMain,
    createRequestHandlers({
      sessionStore,
      accounts: handlers,
      links: createLinkHandlers(systemHandlers(app, process), links),
      shortcuts: shortcuts.handlers,
      preferences,
      openCrm: display.openCrm,
      showMissedCalls: display.showMissed,
      showUnheard: display.showUnheard,
      answer,
      unsavedSaved: unsaved.saved,
      report: diagnostics.handlers,
      loginItem,
      quit: () => app.quit(),
    }),
    (channel, reason) => logRefusals(`refused ${channel}`, reason),
  );
  followApp(softphone, quit, links, send);
}

/** Starts the app once Electron is ready. Throws if it can't. */
export function startApp(links: PendingLink): void {
  const profileFolder = app.getPath("userData");
  const settings = loadSettings(profileFolder);
  mkdirSync(profileFolder, { recursive: true });
  appLog.info("app", `${appName} ${app.getVersion()} starts`);
  redactor.hide(settings.supabaseKey, settings.demo?.password ?? "");
  logErrorsOfPages();
  runApp(settings, profileFolder, links);
}

import { join } from "node:path";
import { app, BrowserWindow, ipcMain, MessageChannelMain, net, powerMonitor } from "electron";
import { createSupabase, createSupabaseAccounts, type Account } from "../accounts/index.ts";
import { connectChannel } from "../bridge/channels.ts";
import { logRefusals } from "./app-log.ts";
import { createAccountHandlers } from "./accounts/account-handlers.ts";
import { withSecretsHidden } from "./accounts/session-secrets.ts";
import { createSessionStorage } from "./accounts/session-storage.ts";
import { watchAccount } from "./accounts/watch-account.ts";
import { createAccountCalls, type AccountCalls } from "./calls/account-calls.ts";
import { connectionOf, openCallSession } from "./calls/call-session.ts";
import { callsFile, openFileStorage } from "./calls/file-storage.ts";
import { recheckAfterSleep } from "./calls/recheck-after-sleep.ts";
import { reportLeftPage } from "./calls/report-left-page.ts";
import type { Settings } from "./config/settings.ts";
import { killHangingPages } from "./pages-link/hanging-pages.ts";
import { createPagesLink } from "./pages-link/pages-link.ts";
import { appOrigin } from "./security/app-origin.ts";
import { readDeviceId } from "./session/device-id.ts";
import type { SessionStore } from "./session/session-store.ts";

interface AccountConnectionDeps {
  readonly settings: Settings;
  readonly profileFolder: string;
  /** Resolves once the keychain has been tried. */
  readonly sessionStore: Promise<SessionStore>;
  log(subject: string, reason: string): void;
  /** Gets the secrets of the sign-in, which nothing may show. */
  hide(...secrets: readonly string[]): void;
  /** Runs with each account, or null, after its client was started. */
  onAccount(account: Account | null): void;
  /** Runs after each change of the client's state. */
  onState(): void;
}

/** The sign-in and the calls of the person who is signed in. */
export interface AccountConnection {
  readonly handlers: ReturnType<typeof createAccountHandlers>;
  readonly calls: AccountCalls;
}

/** Kills the process of a page. A process that stands still reacts to no other signal. */
function killPage(processId: number): void {
  try {
    process.kill(processId, "SIGKILL");
  } catch {
    // It has just ended.
  }
}

/** Sends requests by Chromium's network stack, with the proxies and certificates of the system. */
const netFetch: typeof fetch = (input, init) =>
  net.fetch(input instanceof URL ? input.href : input, init);

/**
 * Connects sign-in, calls and pages. This process has the only Supabase client and the only call
 * client; pages are views of the call client over ports.
 */
export function connectAccount({
  settings,
  profileFolder,
  sessionStore,
  log,
  hide,
  onAccount,
  onState,
}: AccountConnectionDeps): AccountConnection {
  const storage = withSecretsHidden(createSessionStorage(sessionStore), hide);
  const supabase = createSupabase(settings, { storage, fetch: netFetch });
  const accounts = createSupabaseAccounts(supabase, settings.consoleUrl ?? appOrigin);
  const connection = connectionOf(supabase);
  const deviceId = readDeviceId(join(profileFolder, "device-id"));

  const open = (account: Account) =>
    openCallSession({
      ...connection,
      apiUrl: settings.apiUrl,
      account,
      deviceId,
      storage: openFileStorage(
        callsFile(profileFolder, settings.supabaseUrl, account.userId),
        (reason) => log("calls file", reason),
      ),
      fetch: netFetch,
    });
  const calls = createAccountCalls(open, {
    onClient: () => {
      pages.closeAll();
      onState();
    },
    onState,
  });
  const pages = createPagesLink({
    client: calls.client,
    createChannel: () => new MessageChannelMain(),
    onCrash: () => {
      const client = calls.client();
      if (client !== null) reportLeftPage(client);
    },
    onUnpinged: () => hanging.watch(),
    kill: killPage,
    log: (reason) => logRefusals("page", reason),
  });
  ipcMain.on(connectChannel, (event, requestId) => pages.connect(event, requestId));
  const hanging = killHangingPages({
    pages: () => BrowserWindow.getAllWindows().map(({ webContents }) => webContents),
    isPinged: pages.isPinged,
    kill: pages.killHanging,
  });
  app.on("web-contents-created", hanging.watch);
  hanging.watch();

  void supabase.auth.startAutoRefresh();
  recheckAfterSleep(powerMonitor, { auth: supabase.auth, client: calls.client });
  const current = watchAccount(accounts, (account) => {
    calls.setAccount(account);
    onAccount(account);
  });
  return {
    handlers: createAccountHandlers({ accounts, current, signOffDevice: calls.signOff }),
    calls,
  };
}

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ElectronApplication } from "playwright-core";

/** What the tray was last told. */
export interface TrayView {
  readonly toolTip: string;
  readonly items: readonly string[];
}

interface TestGlobals {
  testTrays: Map<unknown, { toolTip: string; menu: Electron.Menu }>;
  testOpened: string[];
  testNavigations: string[];
}

/** All trays of the app. */
export const traysOf = (app: ElectronApplication): Promise<TrayView[]> =>
  app.evaluate(() => {
    const { testTrays } = globalThis as unknown as TestGlobals;
    return [...testTrays.values()].map(({ toolTip, menu }) => ({
      toolTip,
      items: menu.items.filter((item) => item.type !== "separator").map((item) => item.label),
    }));
  });

/** Chooses an item of the tray's menu. */
export const chooseInTray = (app: ElectronApplication, label: string): Promise<void> =>
  app.evaluate((_electron, wanted) => {
    const { testTrays } = globalThis as unknown as TestGlobals;
    for (const { menu } of testTrays.values())
      menu.items.find((item) => item.label === wanted)?.click();
  }, label);

export const isWindowVisible = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((window) => window.isVisible()),
  );

export const closeWindow = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  });

/** Notes where the window tries to go, and what would be opened outside instead of opening it. */
export const watchNavigation = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow, shell }) => {
    const noted = globalThis as unknown as TestGlobals;
    noted.testOpened = [];
    noted.testNavigations = [];
    shell.openExternal = async (address) => {
      noted.testOpened.push(address);
    };
    BrowserWindow.getAllWindows()[0]!.webContents.on("will-navigate", (event, address) => {
      noted.testNavigations.push(`${event.defaultPrevented ? "stopped" : "let go"} ${address}`);
    });
  });

export const navigations = (
  app: ElectronApplication,
): Promise<{ opened: string[]; tried: string[]; windows: number }> =>
  app.evaluate(({ BrowserWindow }) => {
    const { testOpened, testNavigations } = globalThis as unknown as TestGlobals;
    return {
      opened: testOpened,
      tried: testNavigations,
      windows: BrowserWindow.getAllWindows().length,
    };
  });

/** A strange page that got hold of our preload script: what it is told when it asks for something. */
export const readSessionFromForeignPage = (app: ElectronApplication): Promise<unknown> =>
  app.evaluate(async ({ BrowserWindow, app: inside }) => {
    const preload = `${inside.getAppPath()}/desktop/dist/preload/preload.cjs`;
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true, contextIsolation: true },
    });
    try {
      await stranger.loadURL("data:text/html,<title>Stranger</title>");
      return await stranger.webContents.executeJavaScript(
        "synapse.session.read('a').catch((error) => error.message)",
      );
    } finally {
      stranger.destroy();
    }
  });

/** Kills the page's process, and waits until the app has noticed. */
export const crashPage = (app: ElectronApplication): Promise<void> =>
  app.evaluate(async ({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    const gone = new Promise((resolve) => webContents.once("render-process-gone", resolve));
    webContents.forcefullyCrashRenderer();
    await gone;
  });

/**
 * What the page shows, asked of the main process: after a crash Playwright's own page is gone for
 * good.
 */
export const textOfPage = (app: ElectronApplication): Promise<string> =>
  app.evaluate(async ({ BrowserWindow }) => {
    const text: unknown = await BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(
      "document.body?.innerText ?? ''",
    );
    return String(text);
  });

/** The files below a folder that contain a text. */
export async function filesWith(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(paths.map((path) => readFile(path, "latin1").catch(() => "")));
  return paths.filter((_path, index) => contents[index]?.includes(text));
}

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ElectronApplication } from "playwright-core";

/** Tool tip and menu of a tray icon. */
export interface TrayView {
  readonly toolTip: string;
  readonly items: readonly string[];
}

interface TestGlobals {
  testConsole: Electron.BrowserWindow;
  testTrays: Map<unknown, { toolTip: string; menu: Electron.Menu }>;
  testQuestions: { asked: string[][]; reply: number | null };
  testOpened: string[];
  testNavigations: string[];
  testHeldLoads: (() => void)[];
}

/** Returns all tray icons of the app. */
export const traysOf = (app: ElectronApplication): Promise<TrayView[]> =>
  app.evaluate(() => {
    const { testTrays } = globalThis as unknown as TestGlobals;
    return [...testTrays.values()].map(({ toolTip, menu }) => ({
      toolTip,
      items: menu.items.filter((item) => item.type !== "separator").map((item) => item.label),
    }));
  });

/** Clicks an item of the tray menu. */
export const chooseInTray = (app: ElectronApplication, label: string): Promise<void> =>
  app.evaluate((_electron, wanted) => {
    const { testTrays } = globalThis as unknown as TestGlobals;
    for (const { menu } of testTrays.values())
      menu.items.find((item) => item.label === wanted)?.click();
  }, label);

/** Sets the button that replies to questions of the app. Null: they are shown, and wait. */
export const replyToQuestions = (app: ElectronApplication, button: number | null): Promise<void> =>
  app.evaluate((_electron, reply) => {
    (globalThis as unknown as TestGlobals).testQuestions.reply = reply;
  }, button);

/** Returns the questions that the app has asked: the text, then the buttons. */
export const questionsOf = (app: ElectronApplication): Promise<string[][]> =>
  app.evaluate(() => (globalThis as unknown as TestGlobals).testQuestions.asked);

/** Returns true while a question lies over the window with the console, which is blocked by it. */
export const isQuestionShown = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(() => !(globalThis as unknown as TestGlobals).testConsole.isEnabled());

/** Returns true if the window with the console is visible. */
export const isWindowVisible = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(() => (globalThis as unknown as TestGlobals).testConsole.isVisible());

export const isWindowMinimised = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((window) => window.isMinimized()),
  );

export const closeWindow = (app: ElectronApplication): Promise<void> =>
  app.evaluate(() => (globalThis as unknown as TestGlobals).testConsole.close());

/** Records where the window tries to navigate, and what would be opened in other apps. */
export const watchNavigation = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ shell }) => {
    const noted = globalThis as unknown as TestGlobals;
    noted.testOpened = [];
    noted.testNavigations = [];
    shell.openExternal = async (address) => {
      noted.testOpened.push(address);
    };
    noted.testConsole.webContents.on("will-navigate", (event, address) => {
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

/** Reads the account from a foreign page that runs our preload script. Returns the reply. */
export const readAccountFromForeignPage = (app: ElectronApplication): Promise<unknown> =>
  app.evaluate(async ({ BrowserWindow, app: inside }) => {
    const preload = `${inside.getAppPath()}/desktop/dist/preload/preload.cjs`;
    const foreign = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true, contextIsolation: true },
    });
    try {
      await foreign.loadURL("data:text/html,<title>Foreign page</title>");
      return await foreign.webContents.executeJavaScript(
        "synapse.accounts.current().catch((error) => error.message)",
      );
    } finally {
      foreign.destroy();
    }
  });

/** Crashes the renderer and waits until the app has noticed. */
export const crashPage = (app: ElectronApplication): Promise<void> =>
  app.evaluate(async () => {
    const { webContents } = (globalThis as unknown as TestGlobals).testConsole;
    const gone = new Promise((resolve) => webContents.once("render-process-gone", resolve));
    webContents.forcefullyCrashRenderer();
    await gone;
  });

/** Kills the process that plays all sound of the app, as a fault of the system's sound does. */
export const endAudio = (app: ElectronApplication): Promise<void> =>
  app.evaluate(async ({ app: inside }) => {
    const audio = inside
      .getAppMetrics()
      .find(({ serviceName }) => serviceName === "audio.mojom.AudioService");
    if (audio === undefined) throw new Error("no sound is played");
    const gone = new Promise((resolve) => inside.once("child-process-gone", resolve));
    process.kill(audio.pid, "SIGKILL");
    await gone;
  });

/** Sends a signal to the process of the console, and waits until the app has noticed its end. */
export const endPage = (app: ElectronApplication, signal: "SIGKILL" | "SIGSTOP"): Promise<void> =>
  app.evaluate(async (_electron, name) => {
    const { webContents } = (globalThis as unknown as TestGlobals).testConsole;
    const gone = new Promise((resolve) => webContents.once("render-process-gone", resolve));
    process.kill(webContents.getOSProcessId(), name);
    await gone;
  }, signal);

/**
 * Kills the process of the console, each time as soon as there is one, until the app asks whether
 * to try again. Returns how often that was. `forGood` also kills a page that comes by itself after
 * that: Chromium goes on in a new process with a load whose process ended before the page began.
 */
export const endPageUntilAsked = (
  app: ElectronApplication,
  { forGood }: { forGood: boolean },
): Promise<number> =>
  app.evaluate(async (_electron, isForGood) => {
    const { testConsole, testQuestions } = globalThis as unknown as TestGlobals;
    const { webContents } = testConsole;
    const before = testQuestions.asked.length;
    const mayCome = (): boolean => webContents.isLoading() || webContents.getOSProcessId() > 0;
    const isOver = (): boolean => testQuestions.asked.length > before && !(isForGood && mayCome());
    let ends = 0;
    while (!isOver()) {
      const processId = webContents.getOSProcessId();
      // 0 while there is no process. To kill 0 would end the test.
      if (processId > 0 && !webContents.isCrashed()) {
        const gone = new Promise((resolve) => webContents.once("render-process-gone", resolve));
        process.kill(processId, "SIGKILL");
        await gone;
        ends += 1;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return ends;
  }, forGood);

/** Holds all loads of pages back. Returns a function that lets them go on. */
export async function holdLoads(app: ElectronApplication): Promise<() => Promise<void>> {
  await app.evaluate(({ session }) => {
    const held: (() => void)[] = [];
    Object.assign(globalThis, { testHeldLoads: held });
    session.defaultSession.webRequest.onBeforeRequest(({ resourceType }, respond) => {
      if (resourceType === "mainFrame") held.push(() => respond({}));
      else respond({});
    });
  });
  return () =>
    app.evaluate(({ session }) => {
      session.defaultSession.webRequest.onBeforeRequest(null);
      for (const goOn of (globalThis as unknown as TestGlobals).testHeldLoads) goOn();
    });
}

/**
 * Returns the text of the page, by the main process: Playwright's page ends with a crash. It is
 * empty while the page does not answer.
 */
export const textOfPage = (app: ElectronApplication): Promise<string> =>
  app.evaluate(async () => {
    const { webContents } = (globalThis as unknown as TestGlobals).testConsole;
    const text: unknown = await Promise.race([
      webContents.executeJavaScript("document.body?.innerText ?? ''"),
      new Promise((resolve) => setTimeout(resolve, 1_000, "")),
    ]);
    return String(text);
  });

/** Returns the files below a folder that contain a text. */
export async function filesWith(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(paths.map((path) => readFile(path, "latin1").catch(() => "")));
  return paths.filter((_path, index) => contents[index]?.includes(text));
}

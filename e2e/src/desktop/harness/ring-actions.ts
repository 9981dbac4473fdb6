import type { ElectronApplication, Page } from "playwright-core";
import { expect } from "vitest";
import { readAudio, silence } from "../../harness/browser/audio-probe.ts";

/** The ring window as the main process sees it. */
export interface RingView {
  /** Id of the window in X. */
  readonly id: number;
  readonly isVisible: boolean;
  readonly bounds: { x: number; y: number; width: number; height: number };
  readonly processId: number;
  /** Text of the page; empty while it has none. */
  readonly text: string;
}

/** Returns the ring window; null if there is none. It works after a crash of the page, too. */
export const ringOf = (app: ElectronApplication): Promise<RingView | null> =>
  app.evaluate(async ({ BrowserWindow }) => {
    const ring = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().endsWith("/ring.html"),
    );
    if (ring === undefined) return null;
    const text: unknown = ring.webContents.isCrashed()
      ? ""
      : await Promise.race([
          ring.webContents.executeJavaScript("document.body?.innerText ?? ''"),
          new Promise((resolve) => setTimeout(resolve, 1_000, "")),
        ]);
    return {
      id: ring.getNativeWindowHandle().readUInt32LE(0),
      isVisible: ring.isVisible(),
      bounds: ring.getBounds(),
      processId: ring.webContents.getOSProcessId(),
      text: String(text).replaceAll(/\s+/gu, " "),
    };
  });

/** Waits until the ring window shows a caller. */
export async function ringShown(
  app: ElectronApplication,
  name: string,
  timeout = 5_000,
): Promise<RingView> {
  let ring: RingView | null = null;
  await expect
    .poll(
      async () => {
        ring = await ringOf(app).catch(() => null);
        return ring !== null && ring.isVisible && ring.text.includes(name);
      },
      { timeout, interval: 50 },
    )
    .toBe(true);
  return ring!;
}

/** Waits until the ring window is gone. Only the window with the console is left then. */
export async function ringGone(app: ElectronApplication, timeout = 2_000): Promise<void> {
  const windows = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  await expect.poll(windows, { timeout, interval: 50 }).toBe(1);
}

/** Kills the page of the ring window, each time as soon as there is one, ten times. */
export const endRing = (app: ElectronApplication): Promise<void> =>
  app.evaluate(async ({ BrowserWindow }) => {
    const { testConsole } = globalThis as unknown as { testConsole: Electron.BrowserWindow };
    for (let ends = 0; ends < 10;) {
      const ring = BrowserWindow.getAllWindows().find((window) => window !== testConsole);
      const processId = ring?.webContents.getOSProcessId() ?? 0;
      // 0 while there is no process. To kill 0 would end the test.
      if (ring !== undefined && processId > 0) {
        const gone = new Promise((resolve) =>
          ring.webContents.once("render-process-gone", resolve),
        );
        process.kill(processId, "SIGKILL");
        await gone;
        ends += 1;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });

/** Returns Playwright's page of the ring window, which must not have crashed. */
export async function ringPage(app: ElectronApplication): Promise<Page> {
  let page: Page | undefined;
  const find = () => (page = app.windows().find((one) => one.url().endsWith("/ring.html")));
  await expect.poll(() => find() !== undefined).toBe(true);
  return page!;
}

/** Returns the page that rings: of console and ring window, the one that asked first. */
export async function ringingPage({
  app,
  page,
}: {
  readonly app: ElectronApplication;
  readonly page: Page;
}): Promise<Page> {
  const ring = await ringPage(app);
  let ringing: Page | undefined;
  const find = async (): Promise<boolean> => {
    for (const one of [page, ring]) if ((await readAudio(one)).ownDecibels > silence) ringing = one;
    return ringing !== undefined;
  };
  await expect.poll(find, { timeout: 5_000, interval: 50 }).toBe(true);
  return ringing ?? page;
}

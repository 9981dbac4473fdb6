// Measures what the main process holds, and when calls ring. For tests, loaded with `-r`.
const electron = require("electron");
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");

const { app, BrowserWindow } = electron;

// Pages only interpret. V8 compiles functions again for hundreds of calls, and keeps the results.
app.commandLine.appendSwitch("js-flags", "--jitless");
// They are slow, and on a busy machine may be busy for longer than a page may hang.
const { kill } = process;
process.kill = (id, signal) => signal === "SIGKILL" || kill.call(process, id, signal);
setFlagsFromString("--expose_gc");
// Node needs WebAssembly, so this process compiles functions, but only once.
for (const flag of ["--no-opt", "--no-sparkplug"]) setFlagsFromString(flag);
const collectGarbage = runInNewContext("gc");

/** Times in ms since the epoch at which the last ring began, and at which its window was shown. */
globalThis.testRing = { beganAt: 0, shownAt: 0 };
app.on("browser-window-created", (_event, window) => {
  if (window === globalThis.testConsole) return;
  const ring = { beganAt: Date.now(), shownAt: 0 };
  globalThis.testRing = ring;
  window.once("show", () => (ring.shownAt = Date.now()));
});

const listenersOf = (emitter) =>
  emitter.eventNames().reduce((count, name) => count + emitter.listenerCount(name), 0);

const emitters = () => {
  const { globalShortcut, ipcMain, nativeTheme, powerMonitor, screen, session } = electron;
  const { testConsole, testTrays } = globalThis;
  const own = [app, ipcMain, nativeTheme, powerMonitor, screen, session.defaultSession, process];
  return [...own, testConsole, testConsole.webContents, ...testTrays.keys(), globalShortcut].filter(
    (one) => typeof one.eventNames === "function",
  );
};

/** Returns megabytes that each process has in memory. */
function residentNow() {
  const page = globalThis.testConsole.webContents.getOSProcessId();
  const of = (id) => app.getAppMetrics().find(({ pid }) => pid === id)?.memory.workingSetSize ?? 0;
  return { main: Math.round(of(process.pid) / 1024), page: Math.round(of(page) / 1024) };
}

globalThis.testMeasure = () => {
  // Objects with finalizers need more than one.
  for (let round = 0; round < 3; round += 1) collectGarbage();
  return {
    heap: process.memoryUsage().heapUsed,
    resident: residentNow(),
    counts: {
      listeners: emitters().reduce((sum, emitter) => sum + listenersOf(emitter), 0),
      timers: process.getActiveResourcesInfo().filter((name) => name === "Timeout").length,
      windows: BrowserWindow.getAllWindows().length,
      // Not those of Chromium's services, which come and go.
      pages: app.getAppMetrics().filter(({ type }) => type === "Tab").length,
    },
  };
};

// Measures what the main process holds, and when the ring window appears. For tests, loaded with
// `-r`.
const { app, ipcMain, nativeTheme, powerMonitor } = require("electron");
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");

setFlagsFromString("--expose_gc");
const collectGarbage = runInNewContext("gc");

/** Times in ms since the epoch at which windows other than the console appeared. */
const shownAt = [];
app.on("browser-window-created", (_event, window) => {
  window.once("show", () => {
    if (window !== globalThis.testConsole) shownAt.push(Date.now());
  });
});
globalThis.testShownAt = shownAt;

const listenersOf = (emitter) =>
  emitter.eventNames().reduce((count, name) => count + emitter.listenerCount(name), 0);

globalThis.testMeasure = () => {
  const { testConsole } = globalThis;
  const emitters = [app, ipcMain, nativeTheme, powerMonitor, process, testConsole];
  collectGarbage();
  return {
    heap: process.memoryUsage().heapUsed,
    listeners: [...emitters, testConsole.webContents]
      .map(listenersOf)
      .reduce((sum, count) => sum + count, 0),
    timers: process.getActiveResourcesInfo().filter((name) => name === "Timeout").length,
    processes: app.getAppMetrics().length,
  };
};

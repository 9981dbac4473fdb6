// The floor: an Electron app with one window, whose page has one word. The window has the options
// of the desktop app's windows that concern cost.
const { app, BrowserWindow } = require("electron");

app.whenReady().then(() => {
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      spellcheck: false,
      backgroundThrottling: false,
    },
  });
  window.once("ready-to-show", () => {
    if (!process.argv.includes("--hidden")) window.show();
  });
  void window.loadURL("data:text/html,<p>Empty</p>");
});

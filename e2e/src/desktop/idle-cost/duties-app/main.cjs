// The least that the desktop app's promises can cost: the empty window, whose page is pinged every
// 2 s, and a request to a server every 10 s. DUTIES_SERVER is the server's address.
const { join } = require("node:path");
const { app, net, BrowserWindow, MessageChannelMain } = require("electron");

const pingIntervalMs = 2_000;
const presenceIntervalMs = 10_000;

function renewPresence() {
  const request = net.request(`${process.env.DUTIES_SERVER}/healthz`);
  request.on("response", (response) => response.on("data", () => undefined));
  request.on("error", () => undefined);
  request.end();
}

app.whenReady().then(() => {
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      preload: join(__dirname, "preload.cjs"),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      spellcheck: false,
      backgroundThrottling: false,
    },
  });
  window.webContents.once("did-finish-load", () => {
    const { port1, port2 } = new MessageChannelMain();
    port1.on("message", () => undefined);
    port1.start();
    window.webContents.postMessage("port", null, [port2]);
    setInterval(() => port1.postMessage({ type: "ping", now: Date.now() }), pingIntervalMs);
    setInterval(renewPresence, presenceIntervalMs);
  });
  window.once("ready-to-show", () => {
    if (!process.argv.includes("--hidden")) window.show();
  });
  void window.loadURL("data:text/html,<p>Empty</p>");
});

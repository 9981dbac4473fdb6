// Answers pings, as the page of the desktop app does.
const { ipcRenderer } = require("electron");

ipcRenderer.on("port", ({ ports: [port] }) => {
  port.addEventListener("message", () => port.postMessage({ type: "pong" }));
  port.start();
});

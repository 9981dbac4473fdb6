// Writes a line when the first window of an app can be shown. Loaded with `-r`.
const { app } = require("electron");

app.once("browser-window-created", (_event, window) =>
  window.once("ready-to-show", () => process.stderr.write("ready to show\n")),
);

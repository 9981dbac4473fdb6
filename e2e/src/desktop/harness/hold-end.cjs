// Holds the end of the app back until somebody starts it once more, as a server that does not reply
// to the sign-off does for 2 s. For tests, loaded with `-r`.
const { app } = require("electron");

let isHeld = true;
app.on("before-quit", (event) => {
  if (isHeld) event.preventDefault();
});
app.on("second-instance", () => {
  isHeld = false;
  // The app hears of that start first.
  setImmediate(() => app.quit());
});

// Polyfills for pages in the test runtime, run before the page's own scripts: functions of Chromium
// 110 and later that the console uses and that Electron 22 lacks.
const { webFrame } = require("electron");

void webFrame.executeJavaScript(
  "Array.prototype.toSorted ??= function (compare) { return [...this].sort(compare); }; null;",
);

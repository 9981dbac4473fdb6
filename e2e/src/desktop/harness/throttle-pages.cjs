// Takes back the switches by which Playwright keeps Chromium from throttling hidden pages, and lets
// it throttle them at once, not after 5 minutes. For tests, loaded with `-r`.
const { app } = require("electron");

const keepAwake = [
  "disable-background-timer-throttling",
  "disable-backgrounding-occluded-windows",
  "disable-renderer-backgrounding",
];
for (const name of keepAwake) app.commandLine.removeSwitch(name);
const enabled = app.commandLine.getSwitchValue("enable-features");
const atOnce = "IntensiveWakeUpThrottling:grace_period_seconds/0";
app.commandLine.appendSwitch("enable-features", enabled ? `${enabled},${atOnce}` : atOnce);

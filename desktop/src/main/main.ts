import { app } from "electron";
import { appId, appName, startApp } from "./app.ts";
import { registerAppScheme } from "./pages/app-scheme.ts";

app.setName(appName);
app.setAppUserModelId(appId);
// A second instance only brings the window of the first one to the front, and quits.
if (app.requestSingleInstanceLock()) {
  registerAppScheme();
  void app.whenReady().then(startApp);
} else app.quit();

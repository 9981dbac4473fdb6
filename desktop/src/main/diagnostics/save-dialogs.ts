import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { app, dialog, shell, type BrowserWindow } from "electron";
import type { SavePorts } from "./save-report.ts";

/** Writes beside the target first, so that a full disk leaves no half of a file. */
async function write(path: string, data: Uint8Array): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, data, { mode: 0o600 });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}

const contents =
  "Tokens, passwords, email addresses and phone numbers are removed from report.txt. " +
  "Crash dumps can hold other parts of the app's memory, so pass them only to people you trust.";

/**
 * Returns the dialogs of the system, over the app's window. The window is shown first: on macOS, a
 * dialog over a hidden one is not seen, and the report would never end.
 */
export const saveDialogs = ({
  window,
  show,
}: {
  readonly window: BrowserWindow;
  show(): void;
}): SavePorts => ({
  choosePath: async (name) => {
    show();
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title: "Save a support report",
      defaultPath: join(app.getPath("downloads"), name),
      filters: [{ name: "Zip file", extensions: ["zip"] }],
    });
    return canceled || !filePath ? null : filePath;
  },
  write,
  showSaved: async (path) => {
    const { response } = await dialog.showMessageBox(window, {
      type: "info",
      message: "The support report is saved",
      detail: `${path}\n\n${contents}`,
      buttons: ["Show in folder", "Close"],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    });
    if (response === 0) shell.showItemInFolder(path);
  },
  askForOtherPlace: async (reason) => {
    const { response } = await dialog.showMessageBox(window, {
      type: "error",
      message: "The support report is not saved",
      detail: `${reason} Choose another place.`,
      buttons: ["Choose another place", "Cancel"],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    });
    return response === 0;
  },
});

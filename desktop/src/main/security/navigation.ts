import type { App } from "electron";
import { parseUrl } from "../config/addresses.ts";
import { isAppUrl } from "./app-origin.ts";

/** True for an https page of the company's own servers. Only these open in the browser. */
export function mayOpenInBrowser(address: string, servers: readonly string[]): boolean {
  const url = parseUrl(address);
  return (
    url !== null &&
    url.protocol === "https:" &&
    url.username === "" &&
    url.password === "" &&
    servers.some((server) => url.origin === new URL(server).origin)
  );
}

/**
 * Allows only the app's own pages: no other address, no new window, no webview. Links to the
 * company's servers open in the browser.
 */
export function restrictNavigation(
  app: App,
  servers: readonly string[],
  openInBrowser: (address: string) => void,
): void {
  app.on("web-contents-created", (_created, contents) => {
    const blockForeign = (event: { preventDefault(): void }, address: string): void => {
      if (!isAppUrl(address)) event.preventDefault();
    };
    contents.on("will-navigate", blockForeign);
    contents.on("will-redirect", blockForeign);
    contents.on("will-attach-webview", (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(({ url }) => {
      if (mayOpenInBrowser(url, servers)) openInBrowser(url);
      return { action: "deny" };
    });
  });
}

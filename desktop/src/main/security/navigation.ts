import type { App } from "electron";
import { parseUrl } from "../config/addresses.ts";
import { isAppUrl } from "./app-origin.ts";

/**
 * True for an address that may be opened in the person's browser: a page of the company's own
 * servers, encrypted.
 */
export function mayOpenOutside(address: string, servers: readonly string[]): boolean {
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
 * Keeps every page of the app where it is: our own pages only, no new windows, no webviews. Links
 * to the servers' sites open in the browser.
 */
export function lockNavigation(
  app: App,
  servers: readonly string[],
  openOutside: (address: string) => void,
): void {
  app.on("web-contents-created", (_created, contents) => {
    const stay = (event: { preventDefault(): void }, address: string): void => {
      if (!isAppUrl(address)) event.preventDefault();
    };
    contents.on("will-navigate", stay);
    contents.on("will-redirect", stay);
    contents.on("will-attach-webview", (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(({ url }) => {
      if (mayOpenOutside(url, servers)) openOutside(url);
      return { action: "deny" };
    });
  });
}

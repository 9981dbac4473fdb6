import type { Link } from "../../bridge/link-schemas.ts";
import { linkFromArguments, parseLink } from "./parse-link.ts";

/** The part of Electron's `app` that brings links. */
export interface LinkSource {
  on(event: "second-instance", listener: (event: unknown, args: string[]) => void): unknown;
  on(
    event: "open-url",
    listener: (event: { preventDefault(): void }, address: string) => void,
  ): unknown;
}

/**
 * Receives each link that the system opens with this app: in the command line of this process or of
 * a second one, and on macOS by an event. Call it before Electron is ready, because that event may
 * come earlier.
 */
export function receiveLinks(
  app: LinkSource,
  args: readonly string[],
  open: (link: Link) => void,
): void {
  const openFrom = (commandLine: readonly string[]): void => {
    const link = linkFromArguments(commandLine);
    if (link !== null) open(link);
  };
  app.on("second-instance", (_event, commandLine) => openFrom(commandLine));
  app.on("open-url", (event, address) => {
    event.preventDefault();
    open(parseLink(address));
  });
  openFrom(args);
}

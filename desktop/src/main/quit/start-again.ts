import { hiddenSwitch } from "../login-item/login-item.ts";
import type { Quit } from "./quit.ts";

/** The part of Electron's `app` that starts it again. */
export interface RestartPorts {
  on(event: "second-instance", listener: (event: unknown, args: string[]) => void): unknown;
  once(event: "will-quit", listener: () => void): unknown;
  /** Starts the app once this process has ended. */
  relaunch(options: { args: string[]; execPath?: string }): void;
}

interface StartAgainDeps {
  readonly app: RestartPorts;
  readonly quit: Pick<Quit, "isEnding">;
  /** The command line and the variables of this process. */
  readonly process: {
    readonly argv: readonly string[];
    readonly env: Readonly<Record<string, string | undefined>>;
  };
  /** Returns true for an argument that is a link. */
  isLink(argument: string): boolean;
}

/**
 * Starts the app again after its end if the person started it, or opened a link with it, while it
 * was ending. The second process has left that to this one, and no app would run otherwise.
 */
export function startAgainIfWanted({ app, quit, process, isLink }: StartAgainDeps): void {
  let links: readonly string[] | null = null;
  app.on("second-instance", (_event, args) => {
    if (quit.isEnding()) links = args.filter(isLink);
  });
  app.once("will-quit", () => {
    if (links === null) return;
    // The rest is where Electron finds the app.
    const own = process.argv.slice(1).filter((text) => text !== hiddenSwitch && !isLink(text));
    // An AppImage runs from a folder that goes with this process.
    const execPath = process.env["APPIMAGE"];
    app.relaunch({
      args: [...own, ...links],
      ...(execPath === undefined ? {} : { execPath }),
    });
  });
}

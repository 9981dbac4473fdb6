import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { end } from "./display.ts";

/** The notification server of a Linux desktop: dunst, on the bus and the display of `env`. */
export interface NotificationServer {
  /** Returns the titles of the notifications that are shown now, oldest first. */
  titles(): Promise<string[]>;
  /** Clicks the newest one. */
  click(): Promise<void>;
  /** Lets it hang: it keeps its name on the bus, and replies to nobody. */
  hang(): void;
  /** Ends that. */
  goOn(): void;
  stop(): Promise<void>;
}

const run = promisify(execFile);

/** Dunst runs it for each notification that it shows. */
const script = `#!/bin/sh
printf '%s\\t%s\\n' "$DUNST_ID" "$DUNST_SUMMARY" >> "$0.log"
`;
const config = (scriptPath: string): string =>
  `[global]\nfollow = none\n\n[all]\nsummary = "*"\nscript = "${scriptPath}"\n`;

interface History {
  readonly data: readonly (readonly { readonly id: { readonly data: number } }[])[];
}

/** Starts dunst, and waits until it answers. */
export async function openNotificationServer(
  env: Readonly<Record<string, string>>,
): Promise<NotificationServer> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-dunst-"));
  const scriptPath = join(folder, "shown.sh");
  await writeFile(scriptPath, script, { mode: 0o700 });
  await writeFile(join(folder, "dunstrc"), config(scriptPath));
  const all = { ...process.env, ...env };
  const server = spawn("dunst", ["-config", join(folder, "dunstrc")], {
    env: all,
    stdio: "ignore",
  });
  const control = async (...args: string[]): Promise<string> =>
    (await run("dunstctl", args, { env: all })).stdout;
  const answers = (): Promise<boolean> =>
    control("is-paused").then(
      () => true,
      () => false,
    );
  while (!(await answers())) if (server.exitCode !== null) throw new Error("dunst ended");

  const closed = async (): Promise<Set<number>> => {
    const { data } = JSON.parse(await control("history")) as History;
    return new Set(data.flat().map(({ id }) => id.data));
  };
  return {
    titles: async () => {
      const [log, over] = await Promise.all([
        readFile(`${scriptPath}.log`, "utf8").catch(() => ""),
        closed(),
      ]);
      const lines = log.split("\n").filter((line) => line !== "");
      return lines
        .map((line) => line.split("\t"))
        .filter(([id]) => !over.has(Number(id)))
        .map(([, title]) => title ?? "");
    },
    click: async () => void (await control("action", "0")),
    hang: () => void server.kill("SIGSTOP"),
    goOn: () => void server.kill("SIGCONT"),
    stop: async () => {
      server.kill("SIGCONT");
      await end(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

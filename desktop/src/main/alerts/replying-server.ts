import { askService } from "../session-bus/ask-service.ts";
import type { RunProgram } from "../session-bus/run-program.ts";

const server = "org.freedesktop.Notifications";

/** The question to the session bus. It may take the bus a moment to start the server. */
const question = {
  service: server,
  path: "/org/freedesktop/Notifications",
  method: `${server}.GetServerInformation`,
  limitMs: 3_000,
};

/**
 * Returns whether the notification server replies now. Electron on Linux waits for it within the
 * main process: with a server that hangs, or that the bus can't start, all of the app would stand
 * still for 25 s or more, and no call would be seen. What can't be found out counts as a reply.
 */
export const notificationsReply = async (
  platform: NodeJS.Platform,
  run?: RunProgram,
): Promise<boolean> =>
  platform !== "linux" ||
  askService(question, run).then(
    (reply) => reply !== null,
    () => true,
  );

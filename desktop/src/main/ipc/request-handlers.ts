import type { AgentStatus } from "../../bridge/schemas.ts";
import { readDeviceId } from "../session/device-id.ts";
import type { SessionStore } from "../session/session-store.ts";
import type { RequestHandlers } from "./handle-requests.ts";

interface RequestHandlerDeps {
  /** Resolves once the keychain has been tried. */
  readonly sessionStore: Promise<SessionStore>;
  /** File with the id of this installation. */
  readonly deviceIdPath: string;
  showStatus(status: AgentStatus): void;
  /** The page is ready for the end of the app. */
  readyToQuit(): void;
}

/** Creates the handler of each request channel. */
export const createRequestHandlers = ({
  sessionStore,
  deviceIdPath,
  showStatus,
  readyToQuit,
}: RequestHandlerDeps): RequestHandlers => ({
  "session:read": async (key) => (await sessionStore).read(key),
  "session:write": async (key, text) => (await sessionStore).write(key, text),
  "session:remove": async (key) => (await sessionStore).remove(key),
  "session:storage-kind": async () => (await sessionStore).kind,
  "device:id": () => readDeviceId(deviceIdPath),
  "status:show": showStatus,
  "quit:ready": readyToQuit,
});

export {
  serveCallClient,
  type ServedCallClient,
  type ServeOptions,
} from "./main/serve-call-client.ts";
export type { DropLog } from "./messages/messages.ts";
export {
  connectRemoteCallClient,
  type RemoteCallClientOptions,
} from "./page/connect-remote-call-client.ts";
export {
  domPort,
  electronPort,
  type DomMessagePort,
  type ElectronMessagePort,
} from "./port/message-ports.ts";
export type { RemotePort } from "./port/remote-port.ts";

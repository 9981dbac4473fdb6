import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import * as v from "valibot";
import { isOwnPage } from "../../own-pages.ts";
import type { ChannelServices } from "./channel.ts";
import { IdentityError, type Identity } from "../identity.ts";
import { versions, type Version } from "./phoenix-frames.ts";
import { ClientSocket } from "./socket.ts";

const maxPayloadBytes = 3_100_000;

const refusals = { 401: "Unauthorized", 403: "Forbidden", 503: "Service Unavailable" } as const;
type Refusal = keyof typeof refusals;

class HandshakeRefused extends Error {
  readonly status: Refusal;

  constructor(status: Refusal, message: string) {
    super(message);
    this.status = status;
  }
}

/** Accepts clients by their key, and disconnects all of them when Realtime is paused or interrupted. */
export class SocketServer {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: maxPayloadBytes });
  readonly #sockets = new Set<ClientSocket>();
  readonly #services: ChannelServices;
  readonly #isUp: () => boolean;
  readonly #log: (line: string) => void;

  constructor(services: ChannelServices, isUp: () => boolean, log: (line: string) => void) {
    this.#services = services;
    this.#isUp = isUp;
    this.#log = log;
  }

  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on("error", () => socket.destroy());
    try {
      const { identity, version } = await this.#admit(request);
      this.#server.handleUpgrade(request, socket, head, (webSocket: WebSocket) => {
        const client = new ClientSocket(webSocket, version, identity, this.#services, this.#log);
        this.#sockets.add(client);
        webSocket.once("close", () => this.#sockets.delete(client));
      });
    } catch (error) {
      refuse(socket, error);
    }
  }

  async #admit(request: IncomingMessage): Promise<{ identity: Identity; version: Version }> {
    if (!isOwnPage(request.headers.origin))
      throw new HandshakeRefused(403, "The local gateway answers pages of this machine only");
    const { searchParams } = new URL(request.url ?? "/", "http://gateway");
    const header = request.headers["x-api-key"];
    const key = typeof header === "string" ? header : searchParams.get("apikey");
    if (!key) throw new HandshakeRefused(401, "API key is missing");
    const identity = await this.#services.identify(key).catch((error: unknown) => {
      throw error instanceof IdentityError ? new HandshakeRefused(401, error.message) : error;
    });
    if (!this.#isUp()) throw new HandshakeRefused(503, "Realtime is down");
    return {
      identity,
      version: v.parse(v.fallback(v.picklist(versions), "1.0.0"), searchParams.get("vsn")),
    };
  }

  /** Ends all connections. Clients connect and join their channels again. */
  closeAll(): void {
    for (const socket of this.#sockets) socket.close();
    this.#sockets.clear();
  }

  stop(): void {
    this.closeAll();
    this.#server.close();
  }
}

function refuse(socket: Duplex, error: unknown): void {
  const [status, text]: [Refusal, string] =
    error instanceof HandshakeRefused ? [error.status, error.message] : [503, "Realtime is down"];
  const body = JSON.stringify({ error: text });
  const head = [
    `HTTP/1.1 ${status} ${refusals[status]}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

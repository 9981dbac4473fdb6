import * as v from "valibot";
import type { RawData, WebSocket } from "ws";
import { Channel, JoinPayload, JoinRefused, type ChannelServices } from "./channel.ts";
import type { Identity } from "../identity.ts";
import {
  encodeBroadcast,
  encodeFrame,
  parseFrame,
  type Frame,
  type Version,
} from "./phoenix-frames.ts";

const topicPrefix = "realtime:";
const maxChannels = 100;
const idleMs = 60_000;
const maxUnsentBytes = 16 * 1024 * 1024;

const TokenPayload = v.object({ access_token: v.nullish(v.string()) });

type Member = { channel: Channel; joinRef: string | null };

/** Handles one client's connection: Phoenix's joins, leaves, heartbeats and replies. */
export class ClientSocket {
  readonly #socket: WebSocket;
  readonly #version: Version;
  readonly #identity: Identity;
  readonly #services: ChannelServices;
  readonly #log: (line: string) => void;
  readonly #members = new Map<string, Member>();
  #handling: Promise<void> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor(
    socket: WebSocket,
    version: Version,
    identity: Identity,
    services: ChannelServices,
    log: (line: string) => void,
  ) {
    this.#socket = socket;
    this.#version = version;
    this.#identity = identity;
    this.#services = services;
    this.#log = log;
    socket.on("message", (data, isBinary) => this.#receive(data, isBinary));
    socket.on("close", () => this.#leaveAll());
    socket.on("error", (error) => log(`realtime socket: ${error.message}`));
    this.#watchIdle();
  }

  /** Ends the connection. Clients connect and join their channels again. */
  close(): void {
    this.#leaveAll();
    this.#socket.close(1012, "service restart");
    setTimeout(() => this.#socket.terminate(), 1000).unref();
  }

  #leaveAll(): void {
    clearTimeout(this.#idle);
    for (const { channel } of this.#members.values()) channel.leave();
    this.#members.clear();
  }

  #watchIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#socket.terminate(), idleMs).unref();
  }

  /** Handles one frame after another, so that a join has finished before the next frame. */
  #receive(data: RawData, isBinary: boolean): void {
    this.#watchIdle();
    this.#handling = this.#handling
      .then(() => this.#handle(toBuffer(data), isBinary))
      .catch((error: Error) => {
        this.#log(`realtime socket closed: ${error.message}`);
        this.#socket.close(1011, "unexpected frame");
      });
  }

  async #handle(data: Buffer, isBinary: boolean): Promise<void> {
    const frame = parseFrame(this.#version, data, isBinary);
    if (frame.topic === "phoenix" && frame.event === "heartbeat")
      return this.#reply(frame, "ok", {});
    if (frame.event === "phx_join") return this.#join(frame);
    const member = this.#members.get(frame.topic);
    if (!member || (frame.joinRef !== null && frame.joinRef !== member.joinRef))
      return this.#reply(frame, "error", { reason: "unmatched topic" });
    if (frame.event === "phx_leave") return this.#leave(frame, member);
    if (frame.event === "access_token")
      return member.channel.updateToken(v.parse(TokenPayload, frame.payload).access_token);
    if (frame.broadcast) {
      if (await member.channel.broadcast(frame.broadcast)) this.#reply(frame, "ok", {});
      return;
    }
    const reason =
      frame.event === "presence"
        ? "Presence is not supported by the local gateway"
        : `unknown event ${frame.event}`;
    this.#reply(frame, "error", { reason });
  }

  async #join(frame: Frame): Promise<void> {
    const parsed = v.safeParse(JoinPayload, frame.payload);
    if (!parsed.success || !frame.topic.startsWith(topicPrefix))
      return this.#reply(frame, "error", { reason: "unmatched topic" });
    const before = this.#members.get(frame.topic);
    if (before) this.#remove(frame.topic, before);
    if (this.#members.size >= maxChannels)
      return this.#reply(frame, "error", { reason: "ChannelRateLimitReached: Too many channels" });
    const { topic, ref } = frame;
    const joinRef = frame.joinRef ?? ref;
    const channel = this.#createChannel(topic, joinRef, parsed.output);
    try {
      await channel.join(parsed.output.user_token ?? parsed.output.access_token, (response) => {
        this.#members.set(topic, { channel, joinRef });
        this.#reply({ ...frame, joinRef }, "ok", response);
      });
      if (this.#socket.readyState !== this.#socket.OPEN) channel.leave();
    } catch (error) {
      channel.leave();
      this.#members.delete(topic);
      if (!(error instanceof JoinRefused))
        this.#log(
          `join of ${topic} failed: ${error instanceof Error ? error.message : String(error)}`,
        );
      const reason =
        error instanceof JoinRefused
          ? error.message
          : "UnknownErrorOnChannel: the database did not answer";
      this.#reply({ ...frame, joinRef }, "error", { reason });
    }
  }

  #createChannel(topic: string, joinRef: string | null, payload: JoinPayload): Channel {
    const member = () => this.#members.get(topic);
    const client = {
      push: (event: string, content: unknown) =>
        this.#send(
          encodeFrame(this.#version, { joinRef, ref: null, topic, event, payload: content }),
        ),
      pushBroadcast: (broadcast: Parameters<typeof encodeBroadcast>[2]) =>
        this.#send(encodeBroadcast(this.#version, topic, broadcast)),
      close: () => {
        if (member()?.joinRef !== joinRef) return;
        this.#members.delete(topic);
        this.#sendClose(topic, joinRef);
      },
    };
    return new Channel(
      this.#services,
      client,
      topic.slice(topicPrefix.length),
      payload,
      this.#identity,
    );
  }

  #leave(frame: Frame, member: Member): void {
    this.#reply(frame, "ok", {});
    this.#remove(frame.topic, member);
  }

  #remove(topic: string, { channel, joinRef }: Member): void {
    channel.leave();
    this.#members.delete(topic);
    this.#sendClose(topic, joinRef);
  }

  #sendClose(topic: string, joinRef: string | null): void {
    this.#send(
      encodeFrame(this.#version, { joinRef, ref: joinRef, topic, event: "phx_close", payload: {} }),
    );
  }

  #reply({ joinRef, ref, topic }: Frame, status: "ok" | "error", response: unknown): void {
    this.#send(
      encodeFrame(this.#version, {
        joinRef,
        ref,
        topic,
        event: "phx_reply",
        payload: { status, response },
      }),
    );
  }

  #send(data: string | Buffer | undefined): void {
    if (data === undefined || this.#socket.readyState !== this.#socket.OPEN) return;
    // A client that does not read is disconnected before its unsent messages fill the memory.
    if (this.#socket.bufferedAmount > maxUnsentBytes) this.#socket.terminate();
    else this.#socket.send(data);
  }
}

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

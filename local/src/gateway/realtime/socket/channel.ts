import * as v from "valibot";
import type { BroadcastBus, Listener } from "./broadcast-bus.ts";
import type { Authorization } from "../authorization.ts";
import { IdentityError, isPersonToken, type Identity } from "../identity.ts";
import type { Broadcast, BroadcastContent } from "./phoenix-frames.ts";
import { ChangeRequest, type PostgresChanges } from "../changes/postgres-changes.ts";

const Flag = v.pipe(
  v.optional(v.union([v.boolean(), v.picklist(["true", "false"])]), false),
  v.transform((value) => value === true || value === "true"),
);

export const JoinPayload = v.object({
  config: v.optional(
    v.object({
      broadcast: v.optional(
        v.object({ ack: Flag, self: Flag, replay: v.optional(v.unknown()) }),
        {},
      ),
      presence: v.optional(v.object({ enabled: Flag }), {}),
      postgres_changes: v.optional(v.nullable(v.array(ChangeRequest)), []),
      private: Flag,
    }),
    {},
  ),
  access_token: v.optional(v.nullable(v.string())),
  user_token: v.optional(v.nullable(v.string())),
});
export type JoinPayload = v.InferOutput<typeof JoinPayload>;

/** Dependencies that all channels of a gateway share. */
export type ChannelServices = {
  authorization: Authorization;
  bus: BroadcastBus;
  changes: PostgresChanges;
  identify: (token: string) => Promise<Identity>;
};

/** Sends to the client of one channel. */
export type ChannelClient = {
  push: (event: string, payload: unknown) => void;
  pushBroadcast: (broadcast: Broadcast) => void;
  /** Ends the channel. The client does not join again by itself. */
  close: () => void;
};

/** Rejects a join with a text for the client. */
export class JoinRefused extends Error {}

let lastChangeId = 0;

/**
 * Represents one client in one topic: its identity, what it receives and sends, and when its token
 * expires.
 */
export class Channel {
  readonly #services: ChannelServices;
  readonly #client: ChannelClient;
  readonly #topic: string;
  readonly #config: JoinPayload["config"];
  #identity: Identity;
  #mayWrite: boolean | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #stops: (() => void)[] = [];
  #hasEnded = false;

  constructor(
    services: ChannelServices,
    client: ChannelClient,
    topic: string,
    payload: JoinPayload,
    connectIdentity: Identity,
  ) {
    this.#services = services;
    this.#client = client;
    this.#topic = topic;
    this.#config = payload.config;
    this.#identity = connectIdentity;
  }

  /** Joins the topic. The answer is sent before the first message. Rejects with `JoinRefused`. */
  async join(token: string | null | undefined, answer: (response: unknown) => void): Promise<void> {
    const { broadcast, postgres_changes: requests } = this.#config;
    if (this.#topic === "")
      throw new JoinRefused("TopicNameRequired: You must provide a topic name");
    if (broadcast.replay !== undefined)
      throw new JoinRefused("UnableToReplayMessages: Replay is not supported by the local gateway");
    if (isPersonToken(token)) this.#identity = await this.#identify(token);
    if (!(await this.#mayRead())) throw new JoinRefused(`Unauthorized: ${this.#denialText()}`);
    this.#stops.push(this.#services.bus.listen(this.#config.private, this.#topic, this.#deliver));
    this.#watchExpiry();
    const subscriptions = (requests ?? []).map((request) => ({ id: (lastChangeId += 1), request }));
    answer({ postgres_changes: subscriptions.map(({ id, request }) => ({ ...request, id })) });
    if (this.#config.presence.enabled) this.#client.push("presence_state", {});
    if (subscriptions.length > 0) await this.#subscribeToChanges(subscriptions);
  }

  readonly #deliver: Listener = (broadcast) => this.#client.pushBroadcast(broadcast);

  async #identify(token: string): Promise<Identity> {
    try {
      return await this.#services.identify(token);
    } catch (error) {
      throw error instanceof IdentityError
        ? new JoinRefused(`${error.code}: ${error.message}`)
        : error;
    }
  }

  async #mayRead(): Promise<boolean> {
    return (
      !this.#config.private || this.#services.authorization.mayRead(this.#identity, this.#topic)
    );
  }

  #denialText(): string {
    return `You do not have permissions to read from this Channel topic: ${this.#topic}`;
  }

  async #subscribeToChanges(
    subscriptions: { id: number; request: ChangeRequest }[],
  ): Promise<void> {
    const subscriber = {
      identity: () => this.#identity,
      deliver: (payload: unknown) => this.#client.push("postgres_changes", payload),
    };
    try {
      const stop = await this.#services.changes.subscribe(subscriptions, subscriber);
      if (this.#hasEnded) stop();
      else this.#stops.push(stop);
      this.#pushSystem("postgres_changes", "ok", "Subscribed to PostgreSQL");
    } catch (error) {
      this.#pushSystem(
        "postgres_changes",
        "error",
        error instanceof Error ? error.message : String(error),
      );
    }
  }

  #pushSystem(
    extension: "system" | "postgres_changes",
    status: "ok" | "error",
    message: string,
  ): void {
    if (!this.#hasEnded)
      this.#client.push("system", { extension, status, message, channel: this.#topic });
  }

  /**
   * Takes a newer token of the user. Ends the channel if the token is invalid or no longer allows
   * reading.
   */
  async updateToken(token: unknown): Promise<void> {
    if (!isPersonToken(token) || token === this.#identity.token) return;
    try {
      this.#identity = await this.#services.identify(token);
    } catch (error) {
      if (!(error instanceof IdentityError)) throw error;
      return this.#end(error.message);
    }
    this.#mayWrite = undefined;
    if (!(await this.#mayRead())) return this.#end(this.#denialText());
    this.#watchExpiry();
  }

  #watchExpiry(): void {
    clearTimeout(this.#expiry);
    const { expiresAt } = this.#identity;
    if (expiresAt === undefined) return;
    const check = () => {
      const left = expiresAt * 1000 - Date.now();
      if (left <= 0) this.#end(`Token has expired ${Math.floor(-left / 1000)} seconds ago`);
      else this.#expiry = setTimeout(check, Math.min(left, 300_000)).unref();
    };
    check();
  }

  #end(message: string): void {
    this.#pushSystem("system", "error", message);
    this.leave();
    this.#client.close();
  }

  /**
   * Sends a broadcast to the other clients of the topic. Resolves to true if the client expects a
   * reply.
   */
  async broadcast(content: BroadcastContent): Promise<boolean> {
    const { ack, self } = this.#config.broadcast;
    if (this.#config.private) {
      this.#mayWrite ??= await this.#services.authorization.mayWrite(this.#identity, this.#topic);
      if (!this.#mayWrite) return false;
    }
    this.#services.bus.publish(
      this.#config.private,
      this.#topic,
      content,
      self ? undefined : this.#deliver,
    );
    return ack;
  }

  leave(): void {
    this.#hasEnded = true;
    clearTimeout(this.#expiry);
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}

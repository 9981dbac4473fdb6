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

/** What all channels of a gateway share. */
export type ChannelServices = {
  authorization: Authorization;
  bus: BroadcastBus;
  changes: PostgresChanges;
  identify: (token: string) => Promise<Identity>;
};

/** Back to the one client of a channel. */
export type ChannelClient = {
  push: (event: string, payload: unknown) => void;
  pushBroadcast: (broadcast: Broadcast) => void;
  /** The server ends the channel; the client does not join again by itself. */
  close: () => void;
};

/** Why a join is refused: the text that the client gets. */
export class JoinRefused extends Error {}

let lastChangeId = 0;

/** One client's membership in one topic: as whom, what it hears, what it may say, until when. */
export class Channel {
  readonly #services: ChannelServices;
  readonly #client: ChannelClient;
  readonly #topic: string;
  readonly #config: JoinPayload["config"];
  #identity: Identity;
  #mayWrite: boolean | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #stops: (() => void)[] = [];
  #isOver = false;

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

  /** Throws `JoinRefused`. The answer goes out before the first message can. */
  async join(token: string | null | undefined, answer: (response: unknown) => void): Promise<void> {
    const { broadcast, postgres_changes: requests } = this.#config;
    if (this.#topic === "")
      throw new JoinRefused("TopicNameRequired: You must provide a topic name");
    if (broadcast.replay !== undefined)
      throw new JoinRefused("UnableToReplayMessages: Replay is not supported by the local gateway");
    if (isPersonToken(token)) this.#identity = await this.#identify(token);
    if (!(await this.#mayRead())) throw new JoinRefused(`Unauthorized: ${this.#noReadText()}`);
    this.#stops.push(this.#services.bus.listen(this.#config.private, this.#topic, this.#hear));
    this.#watchExpiry();
    const wishes = (requests ?? []).map((request) => ({ id: (lastChangeId += 1), request }));
    answer({ postgres_changes: wishes.map(({ id, request }) => ({ ...request, id })) });
    if (this.#config.presence.enabled) this.#client.push("presence_state", {});
    if (wishes.length > 0) await this.#subscribeToChanges(wishes);
  }

  readonly #hear: Listener = (broadcast) => this.#client.pushBroadcast(broadcast);

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

  #noReadText(): string {
    return `You do not have permissions to read from this Channel topic: ${this.#topic}`;
  }

  async #subscribeToChanges(wishes: { id: number; request: ChangeRequest }[]): Promise<void> {
    const subscriber = {
      identity: () => this.#identity,
      deliver: (payload: unknown) => this.#client.push("postgres_changes", payload),
    };
    try {
      const stop = await this.#services.changes.subscribe(wishes, subscriber);
      if (this.#isOver) stop();
      else this.#stops.push(stop);
      this.#tellSystem("postgres_changes", "ok", "Subscribed to PostgreSQL");
    } catch (error) {
      this.#tellSystem(
        "postgres_changes",
        "error",
        error instanceof Error ? error.message : String(error),
      );
    }
  }

  #tellSystem(
    extension: "system" | "postgres_changes",
    status: "ok" | "error",
    message: string,
  ): void {
    if (!this.#isOver)
      this.#client.push("system", { extension, status, message, channel: this.#topic });
  }

  /**
   * A newer token of the person. The channel ends where it is no good, or may not listen here any
   * more.
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
    if (!(await this.#mayRead())) return this.#end(this.#noReadText());
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
    this.#tellSystem("system", "error", message);
    this.leave();
    this.#client.close();
  }

  /** Says something to the others on this topic. Resolves to whether the client is to be answered. */
  async say(content: BroadcastContent): Promise<boolean> {
    const { ack, self } = this.#config.broadcast;
    if (this.#config.private) {
      this.#mayWrite ??= await this.#services.authorization.mayWrite(this.#identity, this.#topic);
      if (!this.#mayWrite) return false;
    }
    this.#services.bus.publish(
      this.#config.private,
      this.#topic,
      content,
      self ? undefined : this.#hear,
    );
    return ack;
  }

  leave(): void {
    this.#isOver = true;
    clearTimeout(this.#expiry);
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}

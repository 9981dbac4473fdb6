import type { EchoTest } from "@synapse-voice/contract";
import type { ClientClock, Stop } from "../../session/clock.ts";
import { createMicrophoneClone } from "../microphone/microphone-clone.ts";
import { createMicrophoneSender } from "../microphone/microphone-sender.ts";
import type { MicrophoneFailure } from "../microphone/microphone-requests.ts";
import type { WatchedMicrophone } from "../microphone/watched-microphone.ts";
import type { MediaPort, Microphone, RoomEvents } from "../port/media-port.ts";
import type { MediaState } from "../state/media-state.ts";
import type { EchoCall, EchoState } from "../state/echo-state.ts";

/** Dependencies of an echo. */
export interface EchoDeps<Mic extends Microphone> {
  readonly port: MediaPort<Mic>;
  readonly clock: ClientClock;
  readonly microphone: Pick<WatchedMicrophone<Mic>, "watch" | "status">;
  /** Returns the server's time in ms since the epoch. */
  now(): number;
}

/** Time in ms between two looks at what arrives. */
const lookMs = 500;

/** Energy of half a second of a low voice. */
const soundEnergy = 5e-5;

/** Returns why the microphone can't be used; null while it can, or may. */
const failureOf = (status: MediaState["microphone"]): MicrophoneFailure | null =>
  status === "idle" || status === "asking" || status === "on" ? null : status;

/** Joins the room of a test with both ends: one sends the microphone, the other plays it. */
export function createEchoCall<Mic extends Microphone>(
  { port, clock, microphone, now }: EchoDeps<Mic>,
  { mediaUrl, tokens, expiresAt }: EchoTest,
): EchoCall {
  const listeners = new Set<() => void>();
  const clone = createMicrophoneClone(port);
  const output = createMicrophoneSender(port, clock);
  const stops: Stop[] = [];
  let state: EchoState = { status: "connecting", heard: false, reason: null };
  let isReached = false;
  let isInside = false;
  let left: Promise<unknown> | null = null;

  const set = (patch: Partial<EchoState>): void => {
    state = { ...state, ...patch };
    for (const listener of listeners) listener();
  };
  const events: RoomEvents = {
    changed: () => {},
    reached: () => (isReached = true),
    ended: () => void end("blocked"),
  };
  const sender = port.openRoom(events);
  const player = port.openRoom(events);
  sender.play(false);

  async function end(reason: Exclude<EchoState["reason"], null>): Promise<void> {
    if (!left) {
      for (const stop of stops) stop();
      output.update(null);
      clone.stop();
      left = Promise.all([sender.disconnect(), player.disconnect()]);
      set({ status: "ended", reason });
    }
    await left;
  }
  const send = (mic: Mic | null): void => {
    if (left) return;
    const failure = failureOf(microphone.status());
    if (failure) return void end(failure);
    const own = clone.of(mic);
    output.update(isInside && own ? { room: sender, microphone: own, muted: false } : null);
    if (isInside && own && state.status === "connecting") set({ status: "talking" });
  };
  const look = async (): Promise<void> => {
    const stats = await player.audioStats().catch(() => null);
    if (left) return;
    const energy = stats?.incoming[0]?.energy ?? 0;
    if (energy > soundEnergy) set({ heard: true });
    else stops.push(clock.after(lookMs, () => void look()));
  };
  async function connect(): Promise<void> {
    try {
      await Promise.all([
        sender.connect({ url: mediaUrl, token: tokens[0] }, "any"),
        player.connect({ url: mediaUrl, token: tokens[1] }, "any"),
      ]);
    } catch {
      return end(isReached ? "blocked" : "unreachable");
    }
    if (left) return;
    isInside = true;
    stops.push(microphone.watch(send));
    void player.enableSound();
    await look();
  }

  stops.push(microphone.watch(send));
  stops.push(clock.after(Math.max(0, Date.parse(expiresAt) - now()), () => void end("time")));
  void connect();
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    end: () => end("stopped"),
  };
}

import type { MediaAccess } from "@synapse-voice/contract";
import { backoff } from "../signal/backoff.ts";
import type { ClientClock } from "../signal/clock.ts";
import type { CallMediaState } from "./call-media.ts";
import type { DesiredMedia } from "./desired-media.ts";
import type { MediaPort, MediaRoom, Microphone, Rejoin, RoomFacts } from "./media-port.ts";
import { createMicrophoneSender } from "./microphone-sender.ts";

/** What a session needs from around it. */
export interface SessionContext<Mic extends Microphone> {
  readonly port: MediaPort<Mic>;
  readonly clock: ClientClock;
  access(): Promise<MediaAccess>;
  microphone(): Mic | null;
  changed(): void;
}

/** The media of one call on this device, from the first join to its end. */
export interface MediaSession {
  readonly callId: string;
  status(): CallMediaState["status"];
  facts(): RoomFacts | null;
  /** The person's wishes or the microphone changed. */
  update(desired: DesiredMedia): void;
  enableSound(): Promise<void>;
  /** Leaves the room for good; resolves once it is left. */
  close(): Promise<void>;
}

/** Ms after which a room that the server took away is tried again, if the call is still live then. */
const momentForTheServer = 1_500;

/** A stay that lasted longer than this (ms) was a good one; a shorter one counts as a failed try, so that a server which throws everybody out is not stormed. */
const steadyAfter = 5_000;

/** Enters the call's room and stays there: comes back after every loss until it is closed, which the server's word about the call brings about. */
export function createMediaSession<Mic extends Microphone>(first: DesiredMedia, context: SessionContext<Mic>): MediaSession {
  const sender = createMicrophoneSender(context.port, context.clock);
  let desired = first;
  const send = (): void => {
    const microphone = context.microphone();
    const room = stay.room();
    sender.update(room && microphone && desired.publish ? { room, microphone, muted: desired.muted } : null);
  };
  const stay = createStay(context, () => {
    send();
    context.changed();
  });
  stay.enter();
  return {
    callId: first.callId,
    status: stay.status,
    facts: () => stay.room()?.facts() ?? null,
    update: (next) => {
      desired = next;
      send();
    },
    enableSound: async () => stay.room()?.enableSound(),
    close: async () => {
      // First, for nothing more may be done with a microphone that was let go. What is under way fails as the room is left.
      sender.update(null);
      await stay.leave();
    },
  };
}

interface Stay<Mic> {
  /** The room while it is entered. */
  room(): MediaRoom<Mic> | null;
  status(): CallMediaState["status"];
  enter(): void;
  leave(): Promise<void>;
}

/** How long (ms) to wait before the next try to enter: not at all after a good stay. */
function createPatience(clock: ClientClock): { entered(): void; afterLoss(): number; afterFailure(): number } {
  let failures = 0;
  let enteredAt = -Infinity;
  const afterFailure = (): number => backoff(clock, failures++);
  return {
    entered: () => {
      enteredAt = clock.monotonic();
    },
    afterFailure,
    afterLoss: () => {
      if (clock.monotonic() - enteredAt > steadyAfter) failures = 0;
      if (failures > 0) return afterFailure();
      failures = 1;
      return 0;
    },
  };
}

function createStay<Mic extends Microphone>({ port, clock, access }: SessionContext<Mic>, changed: () => void): Stay<Mic> {
  let status: CallMediaState["status"] = "connecting";
  let room: MediaRoom<Mic> | null = null;
  const patience = createPatience(clock);
  let left = false;
  let cancel = (): void => {};

  const become = (next: CallMediaState["status"]): void => {
    status = next;
    changed();
  };
  const enter = (): void => void join();
  const enterIn = (ms: number): void => {
    if (ms === 0) enter();
    else cancel = clock.after(ms, enter);
  };

  function lost(rejoin: Rejoin): void {
    room = null;
    become(rejoin === "never" ? "lost" : "reconnecting");
    if (rejoin === "soon") enterIn(momentForTheServer);
    if (rejoin === "at-once") enterIn(patience.afterLoss());
  }

  async function join(): Promise<void> {
    const mine = port.openRoom({
      changed: () => {
        if (room === mine && status === "connected") changed();
      },
      ended: (rejoin) => {
        if (room === mine && status === "connected") lost(rejoin);
      },
    });
    room = mine;
    try {
      const granted = await access();
      if (left) return;
      await mine.connect(granted);
      if (left) return;
      patience.entered();
      become("connected");
    } catch {
      await mine.disconnect();
      if (!left) enterIn(patience.afterFailure());
    }
  }

  return {
    room: () => (status === "connected" ? room : null),
    status: () => (status === "connected" && room?.facts().mending ? "reconnecting" : status),
    enter,
    leave: async () => {
      left = true;
      cancel();
      await room?.disconnect();
      room = null;
    },
  };
}

import type { CallMedia } from "../media/call-media.ts";
import { createCallMediaWith } from "../media/create-call-media.ts";
import { createFakeCallClient, type FakeCallClient } from "./fake-call-client.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import { createFakeMediaPort, type FakeMediaPort } from "./fake-media-port.ts";
import type { FakeRoom } from "./fake-media-room.ts";
import { aCallView, aSnapshot } from "./samples/samples.ts";

/** A call that Ada answered on this device. */
export const onCall = aCallView({ phase: "on-call", role: "callee", here: true });
/** The same call after its end. */
export const endedCall = { ...onCall, phase: "ended" } as const;
/** Another call, answered here too. */
export const next = aCallView({
  call: aSnapshot({ id: "call-2" }),
  phase: "on-call",
  role: "callee",
  here: true,
});

/** Returns whether the device still records, for any call. */
export const recording = (port: FakeMediaPort): boolean =>
  port.microphones
    .flatMap((microphone) => [microphone, ...microphone.clones])
    .some(({ stopped }) => !stopped);

/** Call media that follow a fake client. */
export interface TestCallMedia {
  readonly media: CallMedia;
  readonly client: FakeCallClient;
  readonly port: FakeMediaPort;
  readonly clock: FakeClock;
  /** Sets fields of the client's state and flushes promises. */
  setState(state: Parameters<FakeCallClient["set"]>[0]): Promise<void>;
  /** Returns the number of media tokens that were requested. */
  tokens(): number;
  /** Returns the newest room of a call; throws where there is none. */
  room(callId: string): FakeRoom;
}

/** Starts call media with a fake port, without a call. */
export async function startCallMedia(port = createFakeMediaPort()): Promise<TestCallMedia> {
  const client = createFakeCallClient();
  const clock = createFakeClock();
  const media = createCallMediaWith({ client, port, clock });
  await clock.advance();
  return {
    media,
    client,
    port,
    clock,
    setState: async (state) => {
      client.set(state);
      await clock.advance();
    },
    tokens: () => client.commands.filter(([name]) => name === "mediaAccess").length,
    room: (callId) => {
      const found = port.rooms.findLast((one) => one.access?.token === `token-${callId}`);
      if (!found) throw new Error(`no room of ${callId}`);
      return found;
    },
  };
}

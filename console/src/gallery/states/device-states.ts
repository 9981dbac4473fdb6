import { me, startEchoTest, waitingCalls } from "@synapse-voice/contract";
import type { EchoState } from "@synapse-voice/client/media";
import { ApiError } from "@synapse-voice/client";
import {
  createFakeDevices,
  deskDevices,
  type FakeCallClient,
  type FakeDevices,
} from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { waiting } from "../../testing/queue.ts";
import { adasProfile, now, reachable } from "../../testing/samples.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";
import { connected, onCall } from "./sample-calls.ts";

const devicesPage = { fragment: "#/devices", loadsLater: "Your voice" };
const firstDayCard = { firstDay: true, loadsLater: "Before your first call" };

const longName = "Jabra Evolve2 65 Flex Link390a UC Stereo (Mono voice, Papadopoulou's desk, USB)";

/** Devices of which some were chosen. */
function chosen(list = deskDevices): FakeDevices {
  const devices = createFakeDevices({ list: deskDevices });
  devices.choose("microphone", "headset");
  devices.choose("ringer", "loudspeaker");
  devices.choose("second-ringer", "headset");
  void devices.refresh().then(() => devices.plug(list));
  return devices;
}

/** Devices of which the headset is gone. */
const unplugged = (): FakeDevices =>
  chosen({ inputs: deskDevices.inputs.slice(0, 1), outputs: deskDevices.outputs.slice(0, 1) });

function named(): FakeDevices {
  const long = { id: "headset", label: longName };
  const devices = createFakeDevices({ list: { inputs: [long], outputs: [long] } });
  devices.choose("speaker", "headset");
  return devices;
}

const unknown = createFakeDevices({ list: { inputs: [], outputs: [] } });

/** An agent whose echo test gets this reply. */
function testing(reply?: ApiError): FakeCallClient {
  const client = adasClient();
  client.reply(me, { ...adasProfile, role: "AGENT" });
  client.reply(
    startEchoTest,
    reply ?? {
      mediaUrl: "ws://media.test",
      tokens: ["sender", "player"],
      expiresAt: new Date(now + 60_000).toISOString(),
    },
  );
  return client;
}

const firstDay = (echo: EchoState, press = "Start the test", client = testing()): GalleryState => ({
  ...stateOf(client, { echo }),
  ...firstDayCard,
  press,
});
function withWaiting(client: FakeCallClient): FakeCallClient {
  client.set({ presence: { ...reachable, waiting: 2 } });
  client.reply(waitingCalls, waiting.slice(0, 2));
  return client;
}
const talking: EchoState = { status: "talking", heard: true, reason: null };
const ended = (reason: EchoState["reason"]): EchoState => ({
  status: "ended",
  heard: false,
  reason,
});

/** The page of devices and the steps of the first day, with each failure. */
export const deviceStates: Record<string, GalleryState> = {
  devices: { ...stateOf(adasClient(), { devices: chosen() }), ...devicesPage },
  "devices-unplugged": { ...stateOf(adasClient(), { devices: unplugged() }), ...devicesPage },
  "devices-long-names": { ...stateOf(adasClient(), { devices: named() }), ...devicesPage },
  "devices-unknown": { ...stateOf(adasClient(), { devices: unknown }), ...devicesPage },
  "devices-blocked": {
    ...stateOf(adasClient(), { devices: unknown, media: { microphone: "refused" } }),
    ...devicesPage,
    press: "Test the microphone",
  },
  "devices-missing": {
    ...stateOf(adasClient(), { devices: unknown, media: { microphone: "missing" } }),
    ...devicesPage,
    press: "Test the microphone",
  },
  "devices-test": {
    ...stateOf(adasClient(), { devices: chosen(), media: { microphone: "on" } }),
    ...devicesPage,
    press: "Test the microphone",
  },
  "devices-on-call": {
    ...stateOf(adasClient({ calls: [onCall()], presence: { ...reachable, state: "on_call" } }), {
      devices: chosen(),
      media: connected,
    }),
    ...devicesPage,
  },
  "first-day": { ...stateOf(testing()), ...firstDayCard },
  "first-day-waiting": { ...stateOf(withWaiting(testing())), ...firstDayCard },
  "first-day-talking": firstDay(talking),
  "first-day-blocked": firstDay(ended("blocked")),
  "first-day-microphone": firstDay(ended("refused")),
  "first-day-over": firstDay({ ...talking, status: "ended", reason: "time" }),
  "first-day-refused": firstDay(
    talking,
    "Start the test",
    testing(new ApiError("media_unavailable", 503)),
  ),
};

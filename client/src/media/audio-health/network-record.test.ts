import { expect, it } from "vitest";
import { onCall, endedCall, startCallMedia } from "../../testing/start-call-media.ts";

const network = { transport: "udp", roundTripMs: 30, jitterMs: 2, lossIn: 0, lossOut: 0.01 };

it("the last call's connection can be read after the call, with its worst moment", async () => {
  const { media, port, clock, setState } = await startCallMedia();
  port.network = network;
  await setState({ calls: [onCall] });
  expect(media.lastNetwork()).toBeNull();
  await clock.advance(1_000);
  port.network = { ...network, transport: "tcp", roundTripMs: 90, jitterMs: null };
  await clock.advance(5_000);
  await setState({ calls: [endedCall] });
  port.network = { ...network, roundTripMs: 1_000 };
  await clock.advance(20_000);
  expect(media.lastNetwork()).toEqual({
    at: expect.any(Number),
    samples: 2,
    transport: "tcp",
    roundTripMs: 60,
    maxRoundTripMs: 90,
    jitterMs: 2,
    maxJitterMs: 2,
    lossIn: 0,
    lossOut: 0.01,
  });
});

it("a measurement that knows nothing yet is repeated soon, and does not count", async () => {
  const { media, port, clock, setState } = await startCallMedia();
  const nothing = port.network;
  await setState({ calls: [onCall] });
  await clock.advance(3_000);
  expect(media.lastNetwork()).toBeNull();
  port.network = network;
  await clock.advance(1_000);
  expect(media.lastNetwork()).toMatchObject({ samples: 1, transport: "udp", roundTripMs: 30 });
  port.network = nothing;
  await clock.advance(5_000);
  expect(media.lastNetwork()).toMatchObject({ samples: 1, transport: "udp", lossOut: 0.01 });
});

it("a call that ends before its first measurement is measured at its end", async () => {
  const { media, port, clock, setState } = await startCallMedia();
  port.network = network;
  await setState({ calls: [onCall] });
  await clock.advance(500);
  await setState({ calls: [endedCall] });
  expect(media.lastNetwork()).toMatchObject({ samples: 1, transport: "udp" });
});

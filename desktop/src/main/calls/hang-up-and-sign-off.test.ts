import { describe, expect, it } from "vitest";
import { aCallView, aSnapshot, createFakeCallClient } from "@synapse-voice/client/testing";
import { hangUpAndSignOff } from "./hang-up-and-sign-off.ts";

describe("the end of the app", () => {
  it("hangs up the calls of this device, then signs off", async () => {
    const client = createFakeCallClient();
    client.set({
      calls: [
        aCallView({ call: aSnapshot({ id: "on-call" }), phase: "on-call", here: true }),
        aCallView({ call: aSnapshot({ id: "held" }), phase: "on-call", here: true, held: true }),
        aCallView({ call: aSnapshot({ id: "ringing-out" }), phase: "ringing-out", here: true }),
        aCallView({ call: aSnapshot({ id: "answering" }), phase: "answering", here: false }),
        aCallView({ call: aSnapshot({ id: "elsewhere" }), phase: "on-call", here: false }),
        aCallView({ call: aSnapshot({ id: "ringing" }), phase: "ringing-in", here: false }),
        aCallView({ call: aSnapshot({ id: "over" }), phase: "ended", here: true }),
      ],
    });
    await hangUpAndSignOff(client);
    expect(client.commands).toEqual([
      ["hangUp", undefined],
      ["hangUp", "on-call"],
      ["hangUp", "held"],
      ["hangUp", "ringing-out"],
      ["hangUp", "answering"],
      ["close"],
    ]);
  });

  it("signs off even if a hang-up fails", async () => {
    const client = createFakeCallClient();
    const commands: string[] = [];
    client.set({ calls: [aCallView({ phase: "on-call", here: true })] });
    await hangUpAndSignOff({
      getState: client.getState,
      hangUp: () => Promise.reject(new Error("offline")),
      close: async () => void commands.push("close"),
    });
    expect(commands).toEqual(["close"]);
  });

  it("saves what is unsaved before it signs off", async () => {
    const client = createFakeCallClient();
    const commands: string[] = [];
    await hangUpAndSignOff(
      { ...client, close: async () => void commands.push("close") },
      async () => void commands.push("save"),
    );
    expect(commands).toEqual(["save", "close"]);
  });
});

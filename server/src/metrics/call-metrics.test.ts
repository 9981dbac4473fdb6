import { Registry } from "prom-client";
import { beforeEach, describe, expect, it } from "vitest";
import type { Call } from "../calls/domain/call.ts";
import type { Command } from "../calls/domain/inputs.ts";
import {
  accept,
  changed,
  customer,
  noon,
  offerOf,
  party,
  placed,
} from "../calls/domain/testing/example-calls.ts";
import { transition } from "../calls/domain/transition.ts";
import { createCallMetrics, type CallMetrics } from "./call-metrics.ts";

const carl = customer("carl");
const [ada, grace] = [party("ada"), party("grace")];

describe("what calls tell operators", () => {
  let registry: Registry;
  let metrics: CallMetrics;
  beforeEach(() => {
    registry = new Registry();
    metrics = createCallMetrics(registry);
  });

  const does = (before: Call, command: Command, now: number): Call => {
    const { call } = changed(transition(before, command, now));
    metrics.callChanged({ before, command: command.type, call });
    return call;
  };
  const figures = async (): Promise<string[]> =>
    (await registry.metrics())
      .split("\n")
      .filter((text) => text.startsWith("synapse_") && !/_bucket|_total\{.*\} 0$/u.test(text));

  it("how long a queue call waited and rang, and who lost the race for it", async () => {
    const call = placed(carl, null);
    metrics.callChanged({ before: null, command: "start", call });
    const ringing = does(call, offerOf(ada, grace), noon + 3_000);
    does(ringing, accept("ada"), noon + 7_000);
    expect(await figures()).toEqual(
      expect.arrayContaining([
        'synapse_call_changes_total{command="start",status="QUEUED"} 1',
        'synapse_call_changes_total{command="accept",status="IN_PROGRESS"} 1',
        'synapse_offers_total{outcome="accepted",from="queue"} 1',
        'synapse_offers_total{outcome="answered_elsewhere",from="queue"} 1',
        "synapse_ring_seconds_sum 4",
        'synapse_queue_wait_seconds_sum{outcome="answered"} 7',
      ]),
    );
  });

  it("how calls ended, each once, and what waiting in vain took", async () => {
    const cancelled = does(
      placed(carl, null),
      { type: "cancel", by: { userId: "carl", deviceId: "tab" } },
      noon + 20_000,
    );
    metrics.callChanged({ before: cancelled, command: "cancel", call: cancelled });
    expect((await figures()).filter((text) => /ended|wait_seconds_sum/u.test(text))).toEqual([
      'synapse_calls_ended_total{status="CANCELLED",reason="cancelled"} 1',
      'synapse_queue_wait_seconds_sum{outcome="cancelled"} 20',
    ]);
  });

  it("who vanished: the caller, the agent's device, a party on the call", async () => {
    does(placed(carl, ada), { type: "caller_lease_lost", leasesSince: 0 }, noon + 10_000);
    const rung = changed(transition(placed(carl, null), offerOf(ada), noon)).call;
    const again = changed(
      transition(
        does(rung, { type: "withdraw", userId: "ada", outcome: "missed" }, noon + 2_000),
        offerOf(grace),
        noon + 3_000,
      ),
    ).call;
    // An agent who went away is no loss.
    does(again, { type: "withdraw", userId: "grace", outcome: "cancelled" }, noon + 4_000);
    const talking = changed(transition(rung, accept("ada"), noon + 1_000)).call;
    does(talking, { type: "rejoin_deadline_passed", extraMs: 0 }, noon + 60_000);
    expect((await figures()).filter((text) => text.includes("lease_losses"))).toEqual([
      'synapse_lease_losses_total{lease="caller"} 1',
      'synapse_lease_losses_total{lease="agent"} 1',
      'synapse_lease_losses_total{lease="media"} 1',
    ]);
  });

  it("a call by name waits in no queue", async () => {
    does(
      changed(transition(placed(carl, ada), offerOf(ada), noon)).call,
      accept("ada"),
      noon + 4_000,
    );
    expect((await figures()).filter((text) => text.includes("queue_wait"))).toEqual([]);
  });
});

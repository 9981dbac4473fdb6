import { newListener, type Listener } from "./checks/clients.ts";
import type { StatisticsRecorder } from "./statistics.ts";
import { nothing, type Observation } from "./world/observation.ts";
import { createCast, everybody, type Cast } from "./world/people.ts";
import type { PendingWebhook } from "./world/webhooks.ts";
import type { World } from "./world/world.ts";

/** The state of a sequence while it runs. */
export interface Model {
  readonly world: World;
  readonly cast: Cast;
  readonly statistics: StatisticsRecorder;
  /** The database, as it was after the last step. */
  seen: Observation;
  lastSeq: string;
  readonly listeners: Map<string, Listener>;
  webhooks: PendingWebhook[];
  /** Sessions in media rooms whose end has not become a webhook yet. */
  readonly sessions: Map<string, { readonly roomName: string; readonly identity: string }>;
  /** Rooms that the media server lost while their calls were live. */
  readonly lostRooms: Set<string>;
  /** The call that each idempotency key led to. */
  readonly callOfKey: Map<string, string>;
}

export async function createModel(world: World, statistics: StatisticsRecorder): Promise<Model> {
  const cast = await createCast(world.database, world.clock.now());
  const listeners = new Map(
    everybody.map((name) => [cast.people[name].id, newListener(cast.people[name].id)]),
  );
  return {
    world,
    cast,
    statistics,
    seen: nothing,
    lastSeq: "0",
    listeners,
    webhooks: [],
    sessions: new Map(),
    lostRooms: new Set(),
    callOfKey: new Map(),
  };
}

/** An invariant does not hold. */
export class InvariantBroken extends Error {
  override name = "InvariantBroken";
}

/** Throws {@link InvariantBroken} if there are any faults. */
export function failOn(faults: readonly string[]): void {
  if (faults.length > 0) throw new InvariantBroken([...new Set(faults)].join("\n"));
}

import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import { messageOf } from "@synapse-voice/platform/errors";
import type { MediaServer } from "@synapse-voice/platform/media-server";
import type { Call } from "../domain/call.ts";
import type { Effect } from "../domain/transition.ts";
import type { CallAddress } from "../store/call-store.ts";
import type { SweepStore } from "../store/sweep-store.ts";
import type { CallChange } from "./call-change.ts";
import type { QueueTrigger } from "./queue-trigger.ts";

/** The handlers of all effects. */
export type EffectHandlers = Readonly<Record<Effect, (call: Call) => Promise<void>>>;

export interface EffectHandlerDeps {
  readonly media: Pick<MediaServer, "deleteRoom">;
  readonly sweepStore: Pick<SweepStore, "markRoomDeleted">;
  readonly queue: QueueTrigger;
  readonly mediaCheck: (address: CallAddress) => Promise<void>;
  readonly clock: Clock;
}

/** Makes the handlers. They do at once what the sweeper would do later. */
export const createEffectHandlers = ({
  media,
  sweepStore,
  queue,
  mediaCheck,
  clock,
}: EffectHandlerDeps): EffectHandlers => ({
  async delete_room({ id, tenantId, roomName }) {
    await media.deleteRoom(roomName);
    await sweepStore.markRoomDeleted({ tenantId, callId: id }, clock.now());
  },
  offer_waiting_calls: ({ tenantId }) => queue.offerWaitingCalls(tenantId),
  check_room: ({ tenantId, id }) => mediaCheck({ tenantId, callId: id }),
});

/**
 * Returns a listener that starts the effects of each change. It does not wait for them. If one
 * fails, the sweeper does it later.
 */
export const runEffects =
  (handlers: EffectHandlers, log: Logger) =>
  ({ call, effects }: CallChange): void => {
    for (const effect of effects)
      handlers[effect](call).catch((error: unknown) =>
        log.warn({ callId: call.id, effect, cause: messageOf(error) }, "left to the sweeper"),
      );
  };

import * as v from "valibot";
import type { CallClient } from "../../client.ts";
import { type ClientState, initialState } from "../../state/state.ts";
import { ClientStateMessage } from "../messages/client-state.ts";
import type { DropLog } from "../messages/messages.ts";
import { shareStructure } from "../messages/share-structure.ts";

/** State of the client, as a page last got it. */
export interface SentState {
  /** Returns the present state. */
  read(): ClientState;
  /** Returns the present state if it differs from the last one that was read. */
  readChange(): ClientState | undefined;
}

/** Makes it for one page, which has got no state yet. A malformed state is dropped. */
export function createSentState(
  client: Pick<CallClient, "getState">,
  onDropped: DropLog,
): SentState {
  let sent = initialState;
  const read = (): ClientState => {
    const parsed = v.safeParse(ClientStateMessage, client.getState());
    if (parsed.success) sent = shareStructure(sent, parsed.output);
    else onDropped("malformed state");
    return sent;
  };
  return {
    read,
    readChange: () => {
      const before = sent;
      const state = read();
      return state === before ? undefined : state;
    },
  };
}

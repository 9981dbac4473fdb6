import { sortCalls, useCallClient } from "@synapse-voice/react";
import type { Person } from "../../shared/people/selection.ts";

/**
 * Returns the function that calls a person, and closes the dialog. A call on hold with this person
 * is resumed, and one that rings is answered. A call that goes on with somebody else goes on hold
 * first. While a call is being placed, nothing happens, and nobody can call who is only invited.
 */
export function useCallPerson(close: () => void): (person: Person) => void {
  const client = useCallClient();
  const call = async ({ userId, name }: Person): Promise<void> => {
    const { incoming, active, held, outgoing } = sortCalls(client.getState());
    const isWith = ({ peer }: { peer: { supabaseUserId: string } | null }): boolean =>
      peer?.supabaseUserId === userId;
    const ringing = incoming.find(isWith);
    const onHold = held.find(isWith);
    if (ringing !== undefined) return client.answer(ringing.call.id);
    if (onHold !== undefined)
      return onHold.here ? client.resume(onHold.call.id) : client.moveToDevice(onHold.call.id);
    if (outgoing !== null || (active !== null && isWith(active))) return undefined;
    if (active !== null) {
      await client.hold(active.call.id);
      // The server refused the hold, and the notice says why.
      if (client.getState().notice !== null) return undefined;
    }
    return client.call({ supabaseUserId: userId, name });
  };
  return (person) => {
    if (person.isCallable === false) return;
    close();
    void call(person);
  };
}

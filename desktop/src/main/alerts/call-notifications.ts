import { isMissed, type CallClient, type CallView } from "@synapse-voice/client";
import { missedTexts, ringingTexts, type NotificationTexts } from "./call-texts.ts";

/** A notification of the system. */
export interface ShownNotification {
  close(): void;
}

/** A notification to show. */
export interface NotificationRequest extends NotificationTexts {
  /** Labels of the buttons, which some systems do not have. */
  readonly buttons: readonly string[];
  onClick(): void;
  onButton(index: number): void;
}

/** The parts of the system that the notifications of calls use. */
export interface NotificationPorts {
  show(request: NotificationRequest): ShownNotification;
  /** Brings the window to the front. */
  openWindow(): void;
  /** Answers a call. It may warn the person first, in the window. */
  answer(callId: string): void;
  /** Returns whether the person wants alerts on this computer now. */
  mayAlert(): boolean;
}

/** The part of the call client that the notifications use. */
export type NotifiedClient = Pick<CallClient, "getState" | "decline">;

/** Notifications of calls that ring, and of calls that were missed. */
export interface CallNotifications {
  /** The calls or the person's choices changed. Null: nobody is signed in. */
  update(client: NotifiedClient | null): void;
  /** The person has seen the missed calls. */
  missedSeen(): void;
  /** Returns whether the system still shows one. */
  isShowing(): boolean;
}

const callIn = (client: NotifiedClient, id: string): CallView | undefined =>
  client.getState().calls.find(({ call }) => call.id === id);

/**
 * Shows one notification for each call that rings, and one for each call that rang here and was
 * missed. The buttons look at the call again: it may be over, or answered elsewhere.
 */
export function createCallNotifications(ports: NotificationPorts): CallNotifications {
  const ringing = new Map<string, ShownNotification>();
  const missed = new Map<string, ShownNotification>();
  /** Ids of calls that ring or rang here, whether or not a notification was shown. */
  const rang = new Set<string>();

  const closeIn = (shown: Map<string, ShownNotification>, id: string): void => {
    shown.get(id)?.close();
    shown.delete(id);
  };
  const closeAll = (shown: Map<string, ShownNotification>): void => {
    for (const id of shown.keys()) closeIn(shown, id);
  };
  const press = (client: NotifiedClient, id: string, index: number): void => {
    closeIn(ringing, id);
    if (callIn(client, id)?.phase !== "ringing-in") return ports.openWindow();
    if (index !== 0) return void client.decline(id);
    ports.answer(id);
    ports.openWindow();
  };
  function showRinging(client: NotifiedClient, view: CallView): void {
    const { id } = view.call;
    ringing.set(
      id,
      ports.show({
        ...ringingTexts(view),
        buttons: ["Answer", "Decline"],
        onClick: ports.openWindow,
        onButton: (index) => press(client, id, index),
      }),
    );
  }
  function showMissed(view: CallView): void {
    const { id } = view.call;
    const open = (): void => {
      closeIn(missed, id);
      ports.openWindow();
    };
    missed.set(
      id,
      ports.show({ ...missedTexts(view), buttons: [], onClick: open, onButton: open }),
    );
  }
  function follow(client: NotifiedClient, view: CallView): void {
    const { id } = view.call;
    if (view.phase === "ringing-in") {
      rang.add(id);
      if (ports.mayAlert() && !ringing.has(id)) showRinging(client, view);
    } else if (rang.has(id) && view.call.offer?.outcome !== null) {
      rang.delete(id);
      if (isMissed(view) && ports.mayAlert()) showMissed(view);
    }
  }
  return {
    update: (client) => {
      const calls = client?.getState().calls ?? [];
      const stillRings = new Set(
        ports.mayAlert()
          ? calls.filter(({ phase }) => phase === "ringing-in").map(({ call }) => call.id)
          : [],
      );
      for (const id of ringing.keys()) if (!stillRings.has(id)) closeIn(ringing, id);
      if (client === null) {
        closeAll(missed);
        return rang.clear();
      }
      for (const view of calls) follow(client, view);
    },
    missedSeen: () => closeAll(missed),
    isShowing: () => ringing.size + missed.size > 0,
  };
}

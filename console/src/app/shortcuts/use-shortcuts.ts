import { useEffect, useEffectEvent, useRef } from "react";
import type { CallClient } from "@synapse-voice/client";
import { sortCalls, useVoice } from "@synapse-voice/react";
import { isField } from "./key-list.ts";
import { focusNextRegion } from "./regions.ts";
import { loadSingleKeys } from "./stored-setting.ts";

/** The dialogs that shortcuts open. */
export type ShortcutDialog = "find" | "keys";

/**
 * Time in ms after a character within which Enter and Esc don't answer or decline a call that has
 * just begun to ring: somebody who types did not mean the call.
 */
const typingPauseMs = 700;

const isDialogOpen = (): boolean => document.querySelector("dialog[open]") !== null;

/** Returns true if a button of a call has the focus. Enter presses that button. */
const isCallButton = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(".sv-manager button") !== null;

/**
 * Runs the shortcuts of the console. They work wherever the focus is, except in fields and dialogs.
 * Ctrl K, ⌘ K and F6 work in fields, too.
 */
export function useShortcuts(open: (dialog: ShortcutDialog) => void): void {
  const { client, ring } = useVoice();
  const ringingSince = useRingStart(client);
  const lastKeyAt = useRef(-Infinity);
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const now = performance.now();
    const isTyping = now - lastKeyAt.current < typingPauseMs;
    if (event.key.length === 1) lastKeyAt.current = now;
    if (event.defaultPrevented || event.repeat || event.isComposing) return;
    const action = isFindKey(event)
      ? () => open("find")
      : isRegionKey(event)
        ? () => focusNextRegion(event.shiftKey ? -1 : 1)
        : actionOf(event, client, () => open("keys"));
    if (action === null) return;
    const concernsRing = event.key === "Enter" || (event.key === "Escape" && !event.shiftKey);
    if (concernsRing && isTyping && ringingSince.current > now - 2 * typingPauseMs) return;
    event.preventDefault();
    if (concernsRing) ring.stop();
    action();
  });
  useEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

const isFindKey = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === "k" && (ctrlKey || metaKey) && !altKey && !shiftKey;

const isRegionKey = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  key === "F6" && !ctrlKey && !metaKey && !altKey && !isDialogOpen();

/** Returns what a key does now, outside fields and dialogs; null if nothing. */
function actionOf(
  { key, target, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent,
  client: CallClient,
  showKeys: () => void,
): (() => void) | null {
  if (ctrlKey || metaKey || altKey || isField(target) || isDialogOpen()) return null;
  if (key === "Enter" && isCallButton(target)) return null;
  const { incoming, active, held, outgoing } = sortCalls(client.getState());
  const ringing = incoming.find(({ phase }) => phase === "ringing-in");
  if (key === "Escape" && shiftKey) {
    const call = active ?? outgoing;
    return call === null ? null : () => void client.hangUp(call.call.id);
  }
  // During a call these keys belong to what has the focus. A second call is answered by its
  // buttons.
  if (ringing !== undefined && active === null && key === "Enter")
    return () => void client.answer(ringing.call.id);
  if (ringing !== undefined && active === null && key === "Escape")
    return () => void client.decline(ringing.call.id);
  if (!loadSingleKeys()) return null;
  if (key === "?") return showKeys;
  if (key.toLowerCase() === "m" && (active?.here === true || outgoing?.here === true))
    return () => client.setMuted(!client.getState().muted);
  if (key.toLowerCase() !== "h") return null;
  if (active?.here === true) return () => void client.hold(active.call.id);
  const [onHold] = held.filter(({ here }) => here);
  return onHold === undefined || outgoing !== null
    ? null
    : () => void client.resume(onHold.call.id);
}

/** Returns when the call that rings began to ring here, as `performance.now()` counts. */
function useRingStart(client: CallClient) {
  const since = useRef(-Infinity);
  useEffect(() => {
    let ringingId: string | undefined;
    const update = (): void => {
      const ringing = client.getState().calls.find(({ phase }) => phase === "ringing-in");
      if (ringing !== undefined && ringing.call.id !== ringingId) since.current = performance.now();
      ringingId = ringing?.call.id;
    };
    update();
    return client.subscribe(update);
  }, [client]);
  return since;
}

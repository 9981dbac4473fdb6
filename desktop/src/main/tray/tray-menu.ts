import type { MenuItemConstructorOptions } from "electron";
import type { AgentStatus } from "./agent-status.ts";
import type { TrayCommands } from "./tray-commands.ts";

/** Actions of the tray's menu. */
export interface TrayActions extends TrayCommands {
  open(): void;
  openSettings(): void;
  saveReport(): void;
  quit(): void;
}

type Items = readonly MenuItemConstructorOptions[];
type SignedIn = NonNullable<AgentStatus>;

/** Returns an item that can be clicked. An `id` makes items of two calls differ. */
const item = (label: string, click: () => void, id?: string): MenuItemConstructorOptions => ({
  label,
  click: () => click(),
  ...(id === undefined ? {} : { id }),
});

function ringItems({ ring }: SignedIn, { answer, decline }: TrayActions): Items {
  const callId = ring?.callId;
  if (callId === undefined) return [];
  return [
    item("Answer", () => answer(callId), `answer ${callId}`),
    item("Decline", () => decline(callId), `decline ${callId}`),
  ];
}

function callItems({ ownCall }: SignedIn, { hangUp, setMuted }: TrayActions): Items {
  if (ownCall === undefined) return [];
  const { callId, muted } = ownCall;
  return [
    ...(muted === undefined ? [] : [item(muted ? "Unmute" : "Mute", () => setMuted(!muted))]),
    item("Hang up", () => hangUp(callId), `hang-up ${callId}`),
  ];
}

function stateItems(status: SignedIn, actions: TrayActions): Items {
  const ready = status.state === "wrap_up" ? [item("I'm ready", actions.endWrapUp)] : [];
  if (status.byNameOnly) return ready;
  const choice = (label: string, wanted: "available" | "away"): MenuItemConstructorOptions => ({
    ...item(label, () => actions.setWanted(wanted)),
    type: "radio",
    checked: (status.away ?? false) === (wanted === "away"),
  });
  return [...ready, choice("Available", "available"), choice("Away", "away")];
}

/** Puts a line between groups that are not empty. */
const inGroups = (groups: readonly Items[]): MenuItemConstructorOptions[] =>
  groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) =>
      index === 0 ? [...group] : [{ type: "separator" as const }, ...group],
    );

/** In labels, one `&` would mark the next letter as a key. */
const textItem = (text: string): MenuItemConstructorOptions => ({
  label: text.replaceAll("&", "&&"),
  enabled: false,
});

/** Returns the items of the tray's menu. `lines` are texts that can't be clicked. */
export const trayMenu = (
  status: AgentStatus,
  lines: readonly string[],
  actions: TrayActions,
): MenuItemConstructorOptions[] =>
  inGroups([
    lines.map(textItem),
    ...(status === null
      ? []
      : [ringItems(status, actions), callItems(status, actions), stateItems(status, actions)]),
    [
      item("Open", actions.open),
      ...(status === null ? [] : [item("Settings", actions.openSettings)]),
      item("Save a support report", actions.saveReport),
    ],
    [item("Quit", actions.quit)],
  ]);

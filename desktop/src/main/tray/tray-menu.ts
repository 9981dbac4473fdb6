import type { MenuItemConstructorOptions } from "electron";
import type { WantedState } from "@synapse-voice/contract";
import type { AgentStatus } from "./agent-status.ts";

/** Choice in the tray's menu: a state, or `ready` to end the wrap-up after a call early. */
export type TrayChoice = WantedState | "ready";

/** Actions of the tray's menu. */
export interface TrayActions {
  show(): void;
  choose(choice: TrayChoice): void;
  saveReport(): void;
  quit(): void;
}

function stateItems(status: AgentStatus, actions: TrayActions): MenuItemConstructorOptions[] {
  if (status === null) return [];
  const ready: MenuItemConstructorOptions = {
    label: "I'm ready",
    click: () => actions.choose("ready"),
  };
  return [
    ...(status.state === "wrap_up" ? [ready] : []),
    {
      label: "Available",
      type: "radio",
      checked: status.state !== "away",
      click: () => actions.choose("available"),
    },
    {
      label: "Away",
      type: "radio",
      checked: status.state === "away",
      click: () => actions.choose("away"),
    },
    { type: "separator" },
  ];
}

/** Returns the items of the tray's menu. `lines` are texts that can't be clicked. */
export const trayMenu = (
  status: AgentStatus,
  lines: readonly string[],
  actions: TrayActions,
): MenuItemConstructorOptions[] => [
  { label: "Show", click: actions.show },
  ...lines.map((label) => ({ label, enabled: false })),
  { type: "separator" },
  ...stateItems(status, actions),
  { label: "Save a support report", click: actions.saveReport },
  { label: "Quit", click: actions.quit },
];

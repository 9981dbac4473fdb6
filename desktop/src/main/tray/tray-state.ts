import type { AgentStatus } from "./agent-status.ts";

/**
 * Names of the tray's pictures. `reachable`: the team's calls ring here. `degraded`: they do, but
 * may ring late. `offline`: no call can reach this device. `on-call`: on a call, or one rings.
 */
export const trayIcons = [
  "reachable",
  "away",
  "on-call",
  "wrap-up",
  "degraded",
  "offline",
  "signed-out",
] as const;
export type TrayIcon = (typeof trayIcons)[number];

/** Content of the tray. */
export interface TrayState {
  readonly icon: TrayIcon;
  /** Lines of the tool tip and the menu. The first one is the state. */
  readonly lines: readonly string[];
}

/** Text and picture of one state. */
type Shown = readonly [icon: TrayIcon, text: string];
type SignedIn = NonNullable<AgentStatus>;

const states: Readonly<Record<SignedIn["state"], Shown>> = {
  available: ["reachable", "Available: calls reach you"],
  away: ["away", "Away: only calls to you by name reach you"],
  on_call: ["on-call", "On a call"],
  wrap_up: ["wrap-up", "Wrapping up: only calls to you by name reach you"],
  offline: ["offline", "Calls can't reach you"],
};

/** Formats a time of day in the reader's locale and time zone, such as `10:42`. */
const timeOfDay = (ms: number): string =>
  new Intl.DateTimeFormat(undefined, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(ms);

const noConnection = (since: number): Shown => [
  "offline",
  `Calls can't reach you: no connection to the server since ${timeOfDay(since)}`,
];

/** Returns the state. What can't reach the agent now counts more than what they chose. */
function shownState(status: SignedIn): Shown {
  if (status.ringing) return ["on-call", "Someone is calling you"];
  if (status.offlineSince !== undefined) return noConnection(status.offlineSince);
  if (status.connecting) return ["offline", "Connecting: calls can't reach you yet"];
  if (!status.reachable && status.state !== "on_call") return states.offline;
  if (status.byNameOnly && status.state === "away")
    return ["reachable", "Available by name: only calls to you by name reach you"];
  return states[status.state];
}

function callLines({ ringing, ring, ownCall }: SignedIn): string[] {
  const name = ringing ? ring?.name : ownCall?.name;
  const lines = name === undefined ? [] : [ringing ? `From ${name}` : `With ${name}`];
  return ownCall?.muted ? [...lines, "Your microphone is muted"] : lines;
}

/** Whoever chose it may have forgotten it, or have been another person. */
const quietLines: Readonly<Record<NonNullable<SignedIn["quiet"]>, string>> = {
  silent: "Do not disturb: calls make no sound here",
  hidden: "Alerts are off: calls appear only in the window, without a sound",
};

function countLines({ missed = 0, waiting }: SignedIn): string[] {
  const lines = missed === 0 ? [] : [missed === 1 ? "1 missed call" : `${missed} missed calls`];
  return waiting > 0 ? [...lines, `${waiting} waiting in the queue`] : lines;
}

/**
 * Derives the tray's content from the status. A person who is signed in counts as reachable only if
 * the server has acknowledged it.
 */
export function trayState(status: AgentStatus): TrayState {
  if (status === null) return { icon: "signed-out", lines: ["Signed out: calls can't reach you"] };
  const [icon, text] = shownState(status);
  return {
    icon: status.degraded && icon === "reachable" ? "degraded" : icon,
    lines: [
      text,
      ...callLines(status),
      ...(status.quiet === undefined ? [] : [quietLines[status.quiet]]),
      ...(status.degraded && icon !== "offline"
        ? ["Calls may ring a second late: live updates are interrupted"]
        : []),
      ...countLines(status),
    ],
  };
}

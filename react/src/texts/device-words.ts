import type { SoundTrouble } from "@synapse-voice/contract";
import type { DeviceChange, DeviceRole } from "@synapse-voice/client";
import type { MediaState, MicrophoneChange, Silence } from "@synapse-voice/client/media";
import type { Audience, Words } from "./words.ts";

/** Browsers and systems that need different steps to allow a microphone. */
export type BrowserKind =
  | "chrome"
  | "edge"
  | "firefox"
  | "safari"
  | "safari-ios"
  | "app-windows"
  | "app-mac"
  | "app-linux"
  | "other";

/** Reads the kind of browser from a user-agent string. */
export function browserKind(userAgent: string): BrowserKind {
  if (/\bElectron\//u.test(userAgent))
    return /Windows/u.test(userAgent)
      ? "app-windows"
      : /Mac OS X/u.test(userAgent)
        ? "app-mac"
        : "app-linux";
  if (/\b(?:iPhone|iPad)\b/u.test(userAgent)) return "safari-ios";
  if (/\bEdg\//u.test(userAgent)) return "edge";
  if (/\bFirefox\//u.test(userAgent)) return "firefox";
  if (/Chrom(?:e|ium)\//u.test(userAgent)) return "chrome";
  return /\bSafari\//u.test(userAgent) ? "safari" : "other";
}

/** The steps that allow a microphone again after it was refused. */
export const microphoneSteps: Record<BrowserKind, readonly string[]> = {
  chrome: ["Click the icon left of the address.", "Turn Microphone on.", "Try again."],
  edge: ["Click the lock left of the address.", "Set Microphone to Allow.", "Try again."],
  firefox: [
    "Click the crossed-out microphone left of the address.",
    "Remove the block.",
    "Try again.",
  ],
  safari: [
    "In the menu, open Safari, then Settings for This Website.",
    "Set Microphone to Allow.",
    "Try again.",
  ],
  "safari-ios": [
    "Tap the page menu beside the address, then Website Settings.",
    "Set Microphone to Allow.",
    "Try again.",
  ],
  "app-windows": [
    "Open Windows Settings, Privacy & security, Microphone.",
    "Let desktop apps use the microphone.",
    "Try again.",
  ],
  "app-mac": [
    "Open System Settings, Privacy & Security, Microphone.",
    "Turn Synapse Voice on.",
    "Try again.",
  ],
  "app-linux": [
    "Open your sound settings.",
    "Check that the microphone is on and not muted.",
    "Try again.",
  ],
  other: ["Open this site's settings in your browser.", "Allow the microphone.", "Try again."],
};

/** A text with steps that help. */
export interface MicrophoneWords extends Words {
  /** Instructions in order, a sentence each. */
  readonly steps: readonly string[];
}

/** Returns the text for a microphone that can't be used; null while it works. */
export function microphoneWords(
  state: MediaState["microphone"],
  audience: Audience,
  userAgent: string,
): MicrophoneWords | null {
  const kind = browserKind(userAgent);
  if (state === "refused") {
    const title =
      audience === "customer" || !kind.startsWith("app-")
        ? "Your browser blocks the microphone"
        : "Your microphone is blocked";
    return {
      title: audience === "agent" ? "Your microphone is blocked" : title,
      detail: "You can hear, but nobody hears you.",
      steps: microphoneSteps[kind],
      next: "try-again",
    };
  }
  if (state === "missing")
    return {
      title: "No microphone was found",
      detail: "You can hear, but nobody hears you.",
      steps: ["Plug one in, or turn it on.", "Try again."],
      next: "try-again",
    };
  if (state === "insecure") {
    return {
      title: "This page can't use the microphone",
      detail: "Browsers allow it only on secure pages.",
      steps: ["Open the page by an address that starts with https://."],
      next: null,
    };
  }
  return null;
}

/** Returns the text for a microphone that changed although nobody chose another one. */
export function microphoneChangeWords({ type, label }: MicrophoneChange): string {
  if (type === "restored") return `${label || "Your microphone"} is back, and in use again.`;
  return `Your microphone is gone. You're using ${label || "another one"} now.`;
}

/** Names of the devices that a person chooses. */
export const deviceNames: Record<DeviceRole, string> = {
  microphone: "Microphone",
  speaker: "Speaker",
  ringer: "Ringer",
  "second-ringer": "Second ringer",
};

/** Returns the text for a device that changed although nobody chose another one. */
export function deviceChangeWords(role: DeviceRole, { type, label }: DeviceChange): string {
  const name = label || `Your ${deviceNames[role].toLowerCase()}`;
  if (type === "restored") return `${name} is back, and in use again.`;
  const instead =
    role === "second-ringer"
      ? "Calls ring on the first ringer alone until it is back."
      : "Your system's own is used until it is back.";
  return `${name} is gone. ${instead}`;
}

/** Reasons why a microphone can't be used. */
type MicrophoneProblem = Exclude<MediaState["microphone"], "idle" | "asking" | "on">;

/** Returns the text for a microphone that can't be used, before a call; null if nothing is known. */
export function microphoneWarning(
  outlook: MicrophoneProblem | "ready" | "unknown",
  audience: Audience,
  userAgent: string,
): MicrophoneWords | null {
  const isBad = outlook !== "ready" && outlook !== "unknown";
  const words = microphoneWords(isBad ? outlook : "idle", audience, userAgent);
  const detail =
    audience === "agent"
      ? "If you answer a call, nobody hears you."
      : "If you call, nobody hears you.";
  return words && { ...words, detail };
}

/** Returns the text for a microphone of which nothing was heard in the last call. */
export const silentCallWords = (userAgent: string): MicrophoneWords => ({
  title: "Nothing was heard from your microphone in the last call",
  detail: "If you answer a call now, you may not be heard either.",
  steps: chooseMicrophone(browserKind(userAgent)),
  next: null,
});

/** A text about missing sound. */
export interface SilenceWords {
  /** One short sentence that says who is not heard. */
  readonly title: string;
  /** A sentence that says what is tried, or what to do. */
  readonly detail: string;
  /** Instructions to choose another microphone, a sentence each. May be empty. */
  readonly steps: readonly string[];
}

/** Returns the text for a network that lets no sound through, or a peer who hears nothing. */
export function networkWords(
  trouble: "own" | SoundTrouble | undefined,
  audience: Audience,
  name: string,
): Pick<SilenceWords, "title" | "detail"> | null {
  const isAgent = audience === "agent";
  const them = name || "This person";
  switch (trouble) {
    case undefined:
      return null;
    case "own":
      return isAgent
        ? {
            title: "This network blocks calls: no sound gets through",
            detail: "Ask IT to let this device reach the media server, by UDP or by TCP.",
          }
        : {
            title: "Your network blocks the sound of calls.",
            detail: "Try another network, such as that of your phone.",
          };
    case "blocked":
      return {
        title: isAgent
          ? `${them}'s network blocks the call: no sound gets through`
          : `No sound gets through: ${them}'s network blocks it.`,
        detail: "The call ends by itself if that stays.",
      };
    case "unheard":
      return {
        title: `${them} can't hear you`,
        detail: "Your sound does not arrive there. If that stays, hang up and call again.",
      };
  }
}

/** Returns the words for a connection that is weak at this side or the other. */
export function weakNetworkWords(side: "own" | "peer", audience: Audience, name: string): string {
  const them = name || (audience === "agent" ? "the caller" : "the agent");
  return side === "own"
    ? `Your connection is weak: ${them} may not hear all you say`
    : `The connection of ${them} is weak: parts of their voice may be missing`;
}

const chooseMicrophone = (kind: BrowserKind): readonly string[] => [
  "Check the mute button of your microphone or headset.",
  kind.startsWith("app-")
    ? "Open your system's sound settings."
    : "Open your browser's microphone settings for this site.",
  "Choose another microphone there.",
];

/** The steps to choose a microphone where the page knows of one at most. */
export const pickerSteps = (userAgent: string): readonly string[] =>
  chooseMicrophone(browserKind(userAgent));

/** Returns the text for missing sound on a call. `name` is the short name of the peer. */
export function silenceWords(
  silence: Silence,
  audience: Audience,
  name: string,
  userAgent: string,
): SilenceWords {
  const them = name || (audience === "agent" ? "This person" : "We");
  switch (silence) {
    case "microphone-silent":
      return {
        title: "We can't hear anything from your microphone",
        detail: `${them} can't hear you.`,
        steps: chooseMicrophone(browserKind(userAgent)),
      };
    case "they-cannot-hear-us":
      return {
        title: `${them} can't hear you`,
        detail: "Your sound does not get through. If that stays, hang up and call again.",
        steps: [],
      };
    case "no-sound-from-them":
      return {
        title: `No sound arrives from ${name || (audience === "agent" ? "this person" : "us")}`,
        detail: "They may be muted at their own device. If that stays, hang up and call again.",
        steps: [],
      };
  }
}

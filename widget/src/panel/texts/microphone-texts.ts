import type { MicrophoneProblem } from "../state/screen.ts";

export const microphoneTitles: Record<MicrophoneProblem, string> = {
  refused: "Your browser blocks the microphone",
  missing: "We found no microphone",
  insecure: "This page can't use the microphone",
};

/** Steps to unblock the microphone in each browser. The first pattern that matches wins. */
const browsers: readonly (readonly [RegExp, string, string])[] = [
  [
    /iPhone|iPad/u,
    "Tap the page menu beside the address, then Website Settings.",
    "Set Microphone to Allow.",
  ],
  [/Android/u, "Tap the icon left of the address, then Permissions.", "Turn Microphone on."],
  [/Firefox/u, "Press the crossed-out microphone left of the address.", "Remove the block."],
  [/Edg\//u, "Press the lock left of the address.", "Set Microphone to Allow."],
  [/Chrom/u, "Press the icon left of the address.", "Turn Microphone on."],
  [
    /Safari/u,
    "In the menu, choose Safari, then Settings for This Website.",
    "Set Microphone to Allow.",
  ],
  [/(?:)/u, "Open this site's settings in your browser.", "Allow the microphone."],
];

/** Returns the steps that solve the problem, in order. */
export function microphoneSteps(problem: MicrophoneProblem, userAgent: string): readonly string[] {
  if (problem === "missing")
    return ["Plug a microphone in, or turn it on.", "Close other programs that use it."];
  if (problem === "insecure") return ["Open this page by an address that starts with https://."];
  const [, ...steps] = browsers.find(([pattern]) => pattern.test(userAgent)) ?? [];
  return steps;
}

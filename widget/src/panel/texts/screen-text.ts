import type { Callee } from "../state/screen.ts";

/** A button below a text: it calls `callee`. */
export interface TextAction {
  readonly label: string;
  /** Without it, the first free agent gets the call. */
  readonly callee?: Callee;
  /** Opens the call-back form instead of calling. */
  readonly callBack?: true;
}

/** Text of one screen. */
export interface ScreenText {
  readonly title: string;
  readonly detail?: string;
  readonly actions: readonly TextAction[];
  /** Error code that the customer can copy for the company's support. */
  readonly code?: string;
  /** Shows the opening hours too. */
  readonly hours?: true;
}

export const callAgain: TextAction = { label: "Call again" };
export const tryAgain: TextAction = { label: "Try again" };
export const askForSomeoneElse: TextAction = { label: "Talk to someone else" };

export const askForCallback: TextAction = { label: "Ask for a call-back", callBack: true };
/** Title of the form for a call-back. */
export const callbackTitle = "We'll call you back";

export const noAnswer: ScreenText = {
  title: "Nobody could take your call just now.",
  detail: "We can call you back.",
  actions: [askForCallback, callAgain],
};
export const closed: ScreenText = {
  title: "We're closed right now.",
  hours: true,
  actions: [askForCallback],
};
export const unavailable: ScreenText = {
  title: "Calls don't work right now.",
  detail: "Please try again in a few minutes.",
  actions: [tryAgain, askForCallback],
};

/** Returns the first word of a name. */
export const firstNameOf = (name = ""): string => name.split(" ")[0] ?? "";

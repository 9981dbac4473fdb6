/** The reader of a text: an agent of the company, or one of its customers. */
export type Audience = "agent" | "customer";

/** The next step that a text offers; null if there is none. */
export type NextStep =
  | "call-back"
  | "call-again"
  | "someone-else"
  | "try-again"
  | "end-call"
  | "hold"
  | "resume"
  | "reload"
  | null;

/** A text on the screen: what happened, a detail if it helps, and the next step. */
export interface Words {
  /** One short sentence or phrase that says what happened. */
  readonly title: string;
  /** A sentence that adds a cause or advice. */
  readonly detail?: string;
  /** The step that a button should offer. Its label is in `nextStepLabels`. */
  readonly next: NextStep;
}

/** Labels of the buttons for the next steps. */
export const nextStepLabels: Record<Exclude<NextStep, null>, string> = {
  "call-back": "Call back",
  "call-again": "Call again",
  "someone-else": "Talk to someone else",
  "try-again": "Try again",
  "end-call": "End that call",
  hold: "Hold that call",
  resume: "Resume",
  reload: "Reload",
};

/** Who reads a text: an agent of the company, or one of its customers. */
export type Audience = "agent" | "customer";

/** What a person can do next about what they read. */
export type NextStep = "call-back" | "call-again" | "someone-else" | "try-again" | null;

/** A text for people: what happened, more about it where that helps, and the next step. */
export interface Words {
  readonly title: string;
  readonly detail?: string;
  readonly next: NextStep;
}

/** Labels of the next steps' buttons. */
export const nextStepLabels: Record<Exclude<NextStep, null>, string> = {
  "call-back": "Call back",
  "call-again": "Call again",
  "someone-else": "Ask for someone else",
  "try-again": "Try again",
};

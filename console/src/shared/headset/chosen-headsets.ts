import * as v from "valibot";

const storageKey = "synapse-voice.headsets";

/** A model of headsets whose buttons the person uses. */
const ChosenHeadset = v.strictObject({ key: v.string(), name: v.string() });
export type ChosenHeadset = v.InferOutput<typeof ChosenHeadset>;
const Stored = v.pipe(v.string(), v.parseJson(), v.array(ChosenHeadset));

/** Reads the chosen headsets of this computer. */
export function loadChosen(): readonly ChosenHeadset[] {
  try {
    const stored = v.safeParse(Stored, localStorage.getItem(storageKey));
    return stored.success ? stored.output : [];
  } catch {
    return [];
  }
}

/** Keeps them. Without storage they are lost with the page. */
export function saveChosen(chosen: readonly ChosenHeadset[]): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(chosen));
  } catch {
    // The headset works until the page ends.
  }
}

import * as v from "valibot";

const Ticks = v.object({
  microphone: v.boolean(),
  notifications: v.boolean(),
  echo: v.boolean(),
  dismissed: v.boolean(),
});
/** Steps of the first day that a person has done on this device, or that they dismissed. */
export type Ticks = v.InferOutput<typeof Ticks>;

/** Ticks of a person who has done nothing yet. */
export const noTicks: Ticks = {
  microphone: false,
  notifications: false,
  echo: false,
  dismissed: false,
};
const Stored = v.pipe(v.string(), v.parseJson(), Ticks);
const keyOf = (userId: string): string => `synapse-voice.first-day.${userId}`;

/** Returns the steps that the person has done. */
export function loadTicks(userId: string): Ticks {
  try {
    const stored = v.safeParse(Stored, localStorage.getItem(keyOf(userId)));
    return stored.success ? stored.output : noTicks;
  } catch {
    return noTicks;
  }
}

/** Stores the steps that the person has done. */
export function saveTicks(userId: string, ticks: Ticks): void {
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify(ticks));
  } catch {
    // Without storage they last as long as the page.
  }
}

/** Returns true while there is a step to do. */
export const isFirstDay = ({ microphone, notifications, echo, dismissed }: Ticks): boolean =>
  !dismissed && !(microphone && notifications && echo);

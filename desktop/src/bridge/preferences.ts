import * as v from "valibot";
import { defaultShortcuts, ShortcutKeys, StoredShortcutKeys } from "./shortcuts.ts";

/** Times at which a customer's record opens by itself. */
export const screenPops = ["never", "ring", "answer"] as const;
export type ScreenPop = (typeof screenPops)[number];

const fields = {
  /** False: a call is neither shown nor heard outside the app's window. */
  alerts: v.boolean(),
  /** True: a call is shown, but not heard. */
  doNotDisturb: v.boolean(),
  /** Time of a call at which the customer's record opens in the browser. */
  screenPop: v.picklist(screenPops),
  shortcuts: ShortcutKeys,
};

/** Choices for this computer, whoever is signed in. */
export const Preferences = v.strictObject(fields);
export type Preferences = v.InferOutput<typeof Preferences>;

/** The choices that change. */
export const PreferencesChange = v.strictObject({
  alerts: v.exactOptional(fields.alerts),
  doNotDisturb: v.exactOptional(fields.doNotDisturb),
  screenPop: v.exactOptional(fields.screenPop),
  shortcuts: v.exactOptional(fields.shortcuts),
});
export type PreferencesChange = v.InferOutput<typeof PreferencesChange>;

export const defaultPreferences: Preferences = {
  alerts: true,
  doNotDisturb: false,
  screenPop: "answer",
  shortcuts: defaultShortcuts,
};

/** Content of the file that keeps them. A field that is missing or damaged reads as its default. */
export const StoredPreferences = v.fallback(
  v.object({
    alerts: v.fallback(fields.alerts, defaultPreferences.alerts),
    doNotDisturb: v.fallback(fields.doNotDisturb, defaultPreferences.doNotDisturb),
    screenPop: v.fallback(fields.screenPop, defaultPreferences.screenPop),
    shortcuts: StoredShortcutKeys,
  }),
  defaultPreferences,
);

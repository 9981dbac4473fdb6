import {
  crmUrlProblem,
  maxAllowedOrigins,
  maxPortalUrl,
  originPattern,
  portalUrlPattern,
  settingBounds,
  type TenantSettings,
  type TenantSettingsChange,
} from "@synapse-voice/contract";
import { pageAddress } from "../../shared/page-address.ts";
import {
  draftOfHours,
  hoursOfDraft,
  problemsOfHours,
  type HoursDraft,
  type HoursProblems,
} from "./business-hours.ts";
import {
  dispositionsOfDraft,
  draftOfDispositions,
  problemsOfDispositions,
  type DispositionDraft,
} from "./dispositions/disposition-drafts.ts";
import {
  byDate,
  draftOfHolidays,
  holidaysOfDraft,
  problemsOfHolidays,
  type HolidayDraft,
  type HolidayProblem,
} from "./holidays.ts";
import {
  changeOfRecording,
  draftOfRecording,
  problemsOfRecording,
  type RecordingDraft,
  type RecordingProblems,
} from "./recording/recording-draft.ts";

type NumberName = keyof typeof settingBounds;

/** Label, unit, hint and bounds of a setting that is a whole number. */
export interface NumberField {
  readonly label: string;
  readonly unit: "seconds" | "minutes";
  readonly hint: string;
  readonly min: number;
  readonly max: number;
}

/** The settings that are whole numbers. */
export const numberFields: Readonly<Record<NumberName, NumberField>> = {
  offerTimeoutSeconds: {
    label: "Turn of one agent",
    unit: "seconds",
    hint: "A call to the team rings for one agent this long, then for the next.",
    ...settingBounds.offerTimeoutSeconds,
  },
  maxWaitSeconds: {
    label: "Longest wait",
    unit: "seconds",
    hint: "A caller whom nobody could answer by then is offered a call-back.",
    ...settingBounds.maxWaitSeconds,
  },
  wrapUpSeconds: {
    label: "Wrap-up",
    unit: "seconds",
    hint: "Time after a call in which the team's calls leave an agent alone. 0: none.",
    ...settingBounds.wrapUpSeconds,
  },
  ringTimeoutSeconds: {
    label: "Ring time",
    unit: "seconds",
    hint: "A call by name that nobody answers is missed after this long.",
    ...settingBounds.ringTimeoutSeconds,
  },
  maxCallMinutes: {
    label: "Longest call",
    unit: "minutes",
    hint: "The server ends a call that goes on for longer.",
    ...settingBounds.maxCallMinutes,
  },
};

/** The settings in the form. Numbers are texts, as they are typed. */
export interface SettingsDraft
  extends
    Readonly<Record<NumberName, string>>,
    Pick<TenantSettings, "queueStrategy" | "holdSound" | "queueSound" | "customersSee"> {
  /** Null: calls are always taken. */
  readonly hours: HoursDraft | null;
  /** They count, and the form shows them, only beside business hours. */
  readonly holidays: readonly HolidayDraft[];
  readonly dispositions: readonly DispositionDraft[];
  readonly recording: RecordingDraft;
  /** Address of the customers' portal; empty for none. */
  readonly portal: string;
  /** Address of a customer in the CRM; empty for none. */
  readonly crm: string;
  /** Origins, one per line. */
  readonly origins: string;
}

const numberNames = Object.keys(numberFields) as readonly NumberName[];
const numbers = <T>(valueOf: (name: NumberName) => T): Record<NumberName, T> =>
  Object.fromEntries(numberNames.map((name) => [name, valueOf(name)])) as Record<NumberName, T>;

/** Returns settings as the form edits them. Holidays before `now`, a time in ms, are marked as past. */
export const draftOf = (settings: TenantSettings, now: number): SettingsDraft => ({
  ...numbers((name) => String(settings[name])),
  queueStrategy: settings.queueStrategy,
  holdSound: settings.holdSound,
  queueSound: settings.queueSound,
  customersSee: settings.customersSee,
  hours: settings.businessHours && draftOfHours(settings.businessHours),
  holidays: draftOfHolidays(settings.holidays, settings.businessHours?.timeZone, now),
  dispositions: draftOfDispositions(settings.dispositions),
  recording: draftOfRecording(settings.recording),
  portal: settings.portalUrl ?? "",
  crm: settings.crmUrl ?? "",
  origins: settings.allowedOrigins.join("\n"),
});

const exampleOrigin = "https://portal.example.com";

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim().replace(/\/$/u, ""))
    .filter((line) => line !== "");

/** Problems by field, as texts for the form. */
export type SettingsProblems = Partial<
  Record<NumberName | "origins" | "portal" | "crm", string>
> & {
  readonly hours?: HoursProblems;
  /** By position; undefined for a valid holiday. */
  readonly holidays?: readonly (HolidayProblem | undefined)[];
  /** By position; undefined for a valid disposition. */
  readonly dispositions?: readonly (string | undefined)[];
  readonly recording?: RecordingProblems;
};

function problemOfNumber(name: NumberName, text: string): string | null {
  const { min, max, unit } = numberFields[name];
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= min && value <= max) return null;
  return `A whole number from ${min} to ${max} ${unit}.`;
}

/** Returns true for the address of a page, and for an empty text. */
const isPortal = (text: string): boolean =>
  text === "" ||
  (text.length <= maxPortalUrl && portalUrlPattern.test(text) && pageAddress(text) !== null);

/** Returns the problems of the form; null if it is valid. */
export function problemsOf(draft: SettingsDraft): SettingsProblems | null {
  const problems: { -readonly [Name in keyof SettingsProblems]: SettingsProblems[Name] } = {};
  for (const name of numberNames) {
    const problem = problemOfNumber(name, draft[name]);
    if (problem !== null) problems[name] = problem;
  }
  const hours = draft.hours && problemsOfHours(draft.hours);
  if (hours !== null) problems.hours = hours;
  const holidays = draft.hours && problemsOfHolidays(draft.holidays);
  if (holidays !== null) problems.holidays = holidays;
  const dispositions = problemsOfDispositions(draft.dispositions);
  if (dispositions !== null) problems.dispositions = dispositions;
  const recording = problemsOfRecording(draft.recording);
  if (recording !== null) problems.recording = recording;
  if (!isPortal(draft.portal.trim()))
    problems.portal = "This is not an address of a page: https://portal.example.com";
  const crm = draft.crm.trim();
  const crmProblem = crm === "" ? null : crmUrlProblem(crm);
  if (crmProblem !== null) problems.crm = crmProblem;
  const invalid = linesOf(draft.origins).find((line) => !originPattern.test(line));
  if (invalid !== undefined)
    problems.origins = `“${invalid}” is not such an address: ${exampleOrigin}, without a path.`;
  else if (linesOf(draft.origins).length > maxAllowedOrigins)
    problems.origins = `At most ${maxAllowedOrigins} addresses.`;
  return Object.keys(problems).length === 0 ? null : problems;
}

/**
 * Returns the settings that differ from the loaded ones. Others are left out, so that the changes
 * of another admin stay.
 */
export function changeOf(draft: SettingsDraft, loaded: TenantSettings): TenantSettingsChange {
  const stored = { ...loaded, holidays: loaded.holidays.toSorted(byDate) };
  const all: TenantSettingsChange = {
    ...numbers((name) => Number(draft[name])),
    queueStrategy: draft.queueStrategy,
    holdSound: draft.holdSound,
    queueSound: draft.queueSound,
    customersSee: draft.customersSee,
    businessHours: draft.hours && hoursOfDraft(draft.hours),
    holidays: draft.hours === null ? stored.holidays : holidaysOfDraft(draft.holidays),
    dispositions: dispositionsOfDraft(draft.dispositions, stored.dispositions),
    portalUrl: draft.portal.trim() === "" ? null : draft.portal.trim(),
    crmUrl: draft.crm.trim() === "" ? null : draft.crm.trim(),
    allowedOrigins: linesOf(draft.origins),
  };
  const recording = changeOfRecording(draft.recording, stored.recording);
  const changed = Object.entries(all).filter(
    ([name, value]) =>
      JSON.stringify(value) !== JSON.stringify(stored[name as keyof TenantSettings]),
  );
  return { ...Object.fromEntries(changed), ...(recording === null ? {} : { recording }) };
}

/** Names of the settings that are not numbers, as people read them. */
const otherNames: Readonly<Record<Exclude<keyof SettingsDraft, NumberName>, string>> = {
  queueStrategy: "Who is rung",
  holdSound: "On hold",
  queueSound: "While customers wait",
  customersSee: "What customers see",
  hours: "Business hours",
  holidays: "Holidays",
  dispositions: "Outcomes",
  recording: "Recording",
  portal: "Where your customers sign in",
  crm: "Link to your CRM",
  origins: "Websites",
};

/** Returns the names of the settings in which two drafts differ, in the order of the form. */
export function changedNames(draft: SettingsDraft, saved: SettingsDraft): readonly string[] {
  const names = { ...otherNames, ...numbers((name) => numberFields[name].label) };
  return (Object.keys(saved) as readonly (keyof SettingsDraft)[])
    .filter((name) => JSON.stringify(draft[name]) !== JSON.stringify(saved[name]))
    .map((name) => names[name]);
}

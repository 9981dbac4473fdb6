import {
  recordingBounds,
  type CallDirection,
  type RecordingModeSetting,
  type RecordingSettings,
  type RecordingSettingsChange,
} from "@synapse-voice/contract";

type NumberName = keyof typeof recordingBounds;
type Listeners = RecordingSettings["listeners"];

/** The recording's settings in the form. Numbers are texts, as they are typed. */
export interface RecordingDraft
  extends
    Readonly<Record<NumberName, string>>,
    Pick<RecordingSettings, "noRecordingNoCall" | "autoResume" | "recordOnHold"> {
  readonly modes: Readonly<Record<CallDirection, RecordingModeSetting>>;
  readonly listeners: Pick<Listeners, "agents" | "supervisors">;
}

/** Problems by field, as texts for the form. */
export type RecordingProblems = Partial<Record<NumberName, string>>;

/** Returns the settings as the form edits them. No days: recordings are kept. */
export const draftOfRecording = ({
  modes,
  retentionDays,
  maxPauseSeconds,
  noRecordingNoCall,
  autoResume,
  recordOnHold,
  listeners: { agents, supervisors },
}: RecordingSettings): RecordingDraft => ({
  modes,
  retentionDays: retentionDays === null ? "" : String(retentionDays),
  maxPauseSeconds: String(maxPauseSeconds),
  noRecordingNoCall,
  autoResume,
  recordOnHold,
  listeners: { agents, supervisors },
});

/** Returns true if any calls are recorded. */
export const recordsCalls = ({ modes }: RecordingDraft): boolean =>
  Object.values(modes).some((mode) => mode !== "off");

const isWithin = (text: string, { min, max }: { min: number; max: number }): boolean => {
  const value = Number(text);
  return Number.isInteger(value) && value >= min && value <= max;
};

/** Returns the problems of the fields; null if all are valid. */
export function problemsOfRecording(draft: RecordingDraft): RecordingProblems | null {
  const { retentionDays: days, maxPauseSeconds: pause } = recordingBounds;
  const problems: { -readonly [Name in NumberName]?: string } = {};
  const keepsAll = draft.retentionDays.trim() === "";
  if (!keepsAll && !isWithin(draft.retentionDays, days))
    problems.retentionDays = `A whole number from ${days.min} to ${days.max} days, or nothing.`;
  if (draft.maxPauseSeconds.trim() === "" || !isWithin(draft.maxPauseSeconds, pause))
    problems.maxPauseSeconds = `A whole number from ${pause.min} to ${pause.max} seconds.`;
  return Object.keys(problems).length === 0 ? null : problems;
}

/** Returns the entries in which an object differs from another one. */
const differences = <T extends object>(draft: T, saved: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(draft).filter(([name, value]) => value !== saved[name as keyof T]),
  ) as Partial<T>;

/**
 * Returns the settings that differ from the loaded ones; null if none does. What is left out stays,
 * so that the changes of another admin do.
 */
export function changeOfRecording(
  { modes, listeners, ...draft }: RecordingDraft,
  loaded: RecordingSettings,
): RecordingSettingsChange | null {
  const days = draft.retentionDays.trim();
  const values = {
    ...draft,
    retentionDays: days === "" ? null : Number(days),
    maxPauseSeconds: Number(draft.maxPauseSeconds),
  };
  const changedModes = differences(modes, loaded.modes);
  const { agents, supervisors } = loaded.listeners;
  const changedListeners = differences(listeners, { agents, supervisors });
  const change = {
    ...differences(values, loaded),
    ...(Object.keys(changedModes).length === 0 ? {} : { modes: changedModes }),
    ...(Object.keys(changedListeners).length === 0 ? {} : { listeners: changedListeners }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

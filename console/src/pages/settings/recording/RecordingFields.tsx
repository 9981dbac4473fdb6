import type { ReactElement } from "react";
import { recordingBounds, type CallDirection } from "@synapse-voice/contract";
import { SelectField } from "../../../shared/forms/SelectField.tsx";
import { TextField } from "../../../shared/forms/TextField.tsx";
import { recordsCalls, type RecordingDraft, type RecordingProblems } from "./recording-draft.ts";

const modes = {
  off: "Not recorded",
  notice: "Recorded, and both are told",
  ask: "Recorded if the customer agrees",
  agent: "Recorded if the agent starts it",
} as const;
const internalModes = { ...modes, ask: "Recorded if both agree" };

const directions: readonly (readonly [CallDirection, label: string, hint: string])[] = [
  ["inbound", "Calls from customers", "To the team and by name."],
  ["outbound", "Calls to customers", "Call-backs are among them."],
  ["internal", "Calls within the team", "Between two agents."],
];

const agentsHear = {
  none: "No recordings",
  own: "Those of their own calls",
  all: "All recordings",
} as const;

interface Props {
  readonly draft: RecordingDraft;
  readonly problems: RecordingProblems | undefined;
  readonly change: (draft: RecordingDraft) => void;
}

/** Fields for which calls are recorded, and what follows. */
export function RecordingFields({ draft, problems, change }: Props): ReactElement {
  const set = (changes: Partial<RecordingDraft>): void => change({ ...draft, ...changes });
  return (
    <>
      {directions.map(([direction, label, hint]) => (
        <SelectField
          key={direction}
          label={label}
          hint={hint}
          value={draft.modes[direction]}
          options={direction === "internal" ? internalModes : modes}
          change={(mode) => set({ modes: { ...draft.modes, [direction]: mode } })}
        />
      ))}
      <p className="sv-secondary setting-note">
        In many countries, everyone on a call must know that it is recorded, and in some they must
        agree: ask a lawyer which of these you need.
      </p>
      {recordsCalls(draft) ? <MoreFields draft={draft} problems={problems} set={set} /> : null}
    </>
  );
}

function MoreFields({
  draft,
  problems,
  set,
}: Omit<Props, "change"> & { set: (changes: Partial<RecordingDraft>) => void }): ReactElement {
  const { listeners } = draft;
  return (
    <>
      <NumberInput
        label="Keep recordings for"
        unit="days"
        hint="They are deleted after that. Empty: they are kept."
        bounds={recordingBounds.retentionDays}
        problem={problems?.retentionDays}
        value={draft.retentionDays}
        change={(retentionDays) => set({ retentionDays })}
      />
      <NumberInput
        label="Longest pause"
        unit="seconds"
        hint="Agents who forget to resume the recording are warned after this long."
        bounds={recordingBounds.maxPauseSeconds}
        problem={problems?.maxPauseSeconds}
        value={draft.maxPauseSeconds}
        change={(maxPauseSeconds) => set({ maxPauseSeconds })}
      />
      <Check
        label="Resume by itself after the longest pause"
        isChecked={draft.autoResume}
        change={(autoResume) => set({ autoResume })}
      />
      <Check
        label="Record what is said while a call is on hold"
        isChecked={draft.recordOnHold}
        change={(recordOnHold) => set({ recordOnHold })}
      />
      <Check
        label="No recording, no call: refuse calls that can't be recorded"
        isChecked={draft.noRecordingNoCall}
        change={(noRecordingNoCall) => set({ noRecordingNoCall })}
      />
      <SelectField
        label="Agents may listen to"
        hint="Each time someone listens is on record."
        value={listeners.agents}
        options={agentsHear}
        change={(agents) => set({ listeners: { ...listeners, agents } })}
      />
      <SelectField
        label="Supervisors may listen to"
        hint="Admins may listen to all."
        value={listeners.supervisors}
        options={agentsHear}
        change={(supervisors) => set({ listeners: { ...listeners, supervisors } })}
      />
    </>
  );
}

const NumberInput = ({
  bounds,
  change,
  ...field
}: {
  label: string;
  unit: string;
  hint: string;
  bounds: { readonly min: number; readonly max: number };
  problem: string | undefined;
  value: string;
  change: (value: string) => void;
}): ReactElement => (
  <TextField
    {...field}
    {...bounds}
    type="number"
    inputMode="numeric"
    onChange={(event) => change(event.target.value)}
  />
);

const Check = ({
  label,
  isChecked,
  change,
}: {
  label: string;
  isChecked: boolean;
  change: (isChecked: boolean) => void;
}): ReactElement => (
  <label className="check">
    <input
      type="checkbox"
      className="sv-focusable"
      checked={isChecked}
      onChange={(event) => change(event.target.checked)}
    />
    {label}
  </label>
);

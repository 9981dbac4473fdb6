import { useRef, useState, type FormEvent, type ReactElement } from "react";
import { changeSettings, getSettings, type TenantSettings } from "@synapse-voice/contract";
import { Button, noticeWords, useCallClient, useResource } from "@synapse-voice/react";
import { Loaded } from "../../shared/Loaded.tsx";
import { FormError } from "../../shared/forms/FormError.tsx";
import { TextField } from "../../shared/forms/TextField.tsx";
import { useCommand } from "../../shared/forms/use-command.ts";
import { BusinessHoursFields } from "./BusinessHoursFields.tsx";
import { SelectField } from "./SelectField.tsx";
import { Websites } from "./Websites.tsx";
import {
  changeOf,
  draftOf,
  numberFields,
  problemsOf,
  type SettingsDraft,
  type SettingsProblems,
} from "./settings-draft.ts";

/** Form for the settings that an admin sets for the whole team. */
export function TeamSettings(): ReactElement {
  const client = useCallClient();
  const settings = useResource("settings", async (signal) =>
    client.request(getSettings, { signal }),
  );
  return (
    <section aria-labelledby="team-title">
      <h2 id="team-title" className="group-title">
        Your team
      </h2>
      <Loaded resource={settings} rows={3} label="Loading settings">
        {(data) => <SettingsForm settings={data} />}
      </Loaded>
    </section>
  );
}

const strategies = {
  longest_idle: "One after another, longest idle first",
  ring_all: "Everybody who is free at once",
} as const;
const holdSounds = { music: "Quiet music", silence: "Nothing" } as const;
const errorText = (code: string): string =>
  code === "invalid_request"
    ? "The server does not take one of these values. This page may be older than the server: reload it."
    : noticeWords(code, "agent").title;

/** Properties that all parts of the form share. */
interface FormFields {
  readonly draft: SettingsDraft;
  readonly problems: SettingsProblems | null;
  readonly set: (change: Partial<SettingsDraft>) => void;
}

function SettingsForm({ settings }: { settings: TenantSettings }): ReactElement {
  const client = useCallClient();
  const form = useRef<HTMLFormElement>(null);
  const [saved, setSaved] = useState(settings);
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [problems, setProblems] = useState<SettingsProblems | null>(null);
  const [showSaved, setShowSaved] = useState(false);
  const { busy, error, run } = useCommand();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setShowSaved(false);
    const newProblems = problemsOf(draft);
    setProblems(newProblems);
    if (newProblems !== null) {
      focusFirstProblem(form.current);
      return;
    }
    setShowSaved(
      await run(async () =>
        setSaved(await client.request(changeSettings, { body: changeOf(draft, saved) })),
      ),
    );
  };
  const set = (change: Partial<SettingsDraft>): void => {
    const next = { ...draft, ...change };
    setDraft(next);
    setShowSaved(false);
    // After a failed attempt to save, the fields are checked again with each key. Before that they
    // are not, because the person may still be typing.
    if (problems !== null) setProblems(problemsOf(next));
  };
  const fields: FormFields = { draft, problems, set };
  return (
    <form ref={form} className="gate-form" noValidate onSubmit={(event) => void submit(event)}>
      <QueueFields {...fields} />
      <BusinessHoursFields
        hours={draft.hours}
        problems={problems?.hours}
        change={(hours) => set({ hours })}
      />
      <EveryCallFields {...fields} />
      <label className="check">
        <input
          type="checkbox"
          className="sv-focusable"
          checked={draft.hideAgentEmails}
          onChange={(event) => set({ hideAgentEmails: event.target.checked })}
        />
        Hide agents' emails from customers
      </label>
      <Websites
        value={draft.origins}
        problem={problems?.origins}
        change={(origins) => set({ origins })}
      />
      <FormError code={error} text={errorText} />
      <div className="form-end">
        <Button type="submit" variant="primary" aria-busy={busy}>
          Save
        </Button>
        <span
          role="status"
          className={problems === null ? "sv-secondary" : "sv-secondary field-problem"}
        >
          {problems === null ? (showSaved ? "Saved" : "") : "Not saved: look at what is marked"}
        </span>
      </div>
    </form>
  );
}

/** Moves the focus to the first invalid field, after it is marked. */
const focusFirstProblem = (form: HTMLFormElement | null): void =>
  void requestAnimationFrame(() =>
    form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
  );

function NumberSetting({
  name,
  draft,
  problems,
  set,
}: FormFields & { name: keyof typeof numberFields }): ReactElement {
  const { label, hint, min, max } = numberFields[name];
  return (
    <TextField
      label={label}
      hint={hint}
      problem={problems?.[name]}
      type="number"
      inputMode="numeric"
      min={min}
      max={max}
      value={draft[name]}
      onChange={(event) => set({ [name]: event.target.value })}
    />
  );
}

function QueueFields(fields: FormFields): ReactElement {
  return (
    <>
      <h3 className="form-title">Calls to the team</h3>
      <SelectField
        label="Who is rung"
        hint="A call to nobody in particular."
        value={fields.draft.queueStrategy}
        options={strategies}
        change={(queueStrategy) => fields.set({ queueStrategy })}
      />
      <NumberSetting name="offerTimeoutSeconds" {...fields} />
      <NumberSetting name="maxWaitSeconds" {...fields} />
      <NumberSetting name="wrapUpSeconds" {...fields} />
    </>
  );
}

function EveryCallFields(fields: FormFields): ReactElement {
  return (
    <>
      <h3 className="form-title">Every call</h3>
      <NumberSetting name="ringTimeoutSeconds" {...fields} />
      <NumberSetting name="maxCallMinutes" {...fields} />
      <SelectField
        label="On hold"
        hint="What the other side hears meanwhile."
        value={fields.draft.holdSound}
        options={holdSounds}
        change={(holdSound) => fields.set({ holdSound })}
      />
      <h3 className="form-title">Your customers</h3>
    </>
  );
}

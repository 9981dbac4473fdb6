import { useRef, useState, type FormEvent, type ReactElement } from "react";
import { changeSettings, getSettings, type TenantSettings } from "@synapse-voice/contract";
import { Button, Skeleton, noticeWords, useCallClient, useResource } from "@synapse-voice/react";
import { LoadFailed } from "../../shared/LoadFailed.tsx";
import { Failure } from "../../shared/forms/Failure.tsx";
import { Field } from "../../shared/forms/Field.tsx";
import { useCommand } from "../../shared/forms/use-command.ts";
import { BusinessHoursFields } from "./BusinessHoursFields.tsx";
import { Choice } from "./Choice.tsx";
import { Websites } from "./Websites.tsx";
import {
  changeOf,
  draftOf,
  numberFields,
  problemsOf,
  type SettingsDraft,
  type SettingsProblems,
} from "./settings-draft.ts";

/** What an admin sets for the whole team. */
export function TeamSettings(): ReactElement {
  const client = useCallClient();
  const { data, error, slow, reload } = useResource("settings", async (signal) =>
    client.request(getSettings, { signal }),
  );
  return (
    <section aria-labelledby="team-title">
      <h2 id="team-title" className="group-title">
        Your team
      </h2>
      {data !== null ? (
        <SettingsForm settings={data} />
      ) : error !== null ? (
        <LoadFailed code={error} retry={reload} />
      ) : slow ? (
        <Skeleton rows={3} label="Loading settings" />
      ) : null}
    </section>
  );
}

const strategies = {
  longest_idle: "One after another, longest idle first",
  ring_all: "Everybody who is free at once",
} as const;
const holdSounds = { music: "Quiet music", silence: "Nothing" } as const;
const refused = (code: string): string =>
  code === "invalid_request"
    ? "The server does not take one of these values. This page may be older than the server: reload it."
    : noticeWords(code, "agent").title;

/** What the parts of the form share. */
interface FormPart {
  readonly draft: SettingsDraft;
  readonly problems: SettingsProblems | null;
  readonly set: (change: Partial<SettingsDraft>) => void;
}

function SettingsForm({ settings }: { settings: TenantSettings }): ReactElement {
  const client = useCallClient();
  const form = useRef<HTMLFormElement>(null);
  const [loaded, setLoaded] = useState(settings);
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [problems, setProblems] = useState<SettingsProblems | null>(null);
  const [saved, setSaved] = useState(false);
  const { busy, error, run } = useCommand();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSaved(false);
    const found = problemsOf(draft);
    setProblems(found);
    if (found !== null) {
      focusFirstProblem(form.current);
      return;
    }
    setSaved(
      await run(async () =>
        setLoaded(await client.request(changeSettings, { body: changeOf(draft, loaded) })),
      ),
    );
  };
  const set = (change: Partial<SettingsDraft>): void => {
    const next = { ...draft, ...change };
    setDraft(next);
    setSaved(false);
    // What was wrong is looked at again with each key; what is not finished yet is left alone.
    if (problems !== null) setProblems(problemsOf(next));
  };
  const part: FormPart = { draft, problems, set };
  return (
    <form ref={form} className="gate-form" noValidate onSubmit={(event) => void submit(event)}>
      <QueuePart {...part} />
      <BusinessHoursFields
        hours={draft.hours}
        problems={problems?.hours}
        change={(hours) => set({ hours })}
      />
      <EveryCallPart {...part} />
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
      <Failure code={error} text={refused} />
      <div className="form-end">
        <Button type="submit" variant="primary" aria-busy={busy}>
          Save
        </Button>
        <span
          role="status"
          className={problems === null ? "sv-secondary" : "sv-secondary field-problem"}
        >
          {problems === null ? (saved ? "Saved" : "") : "Not saved: look at what is marked"}
        </span>
      </div>
    </form>
  );
}

/** Once the marks are drawn. */
const focusFirstProblem = (form: HTMLFormElement | null): void =>
  void requestAnimationFrame(() =>
    form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
  );

function NumberSetting({
  name,
  draft,
  problems,
  set,
}: FormPart & { name: keyof typeof numberFields }): ReactElement {
  const { label, hint, min, max } = numberFields[name];
  return (
    <Field
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

function QueuePart(part: FormPart): ReactElement {
  return (
    <>
      <h3 className="form-title">Calls to the team</h3>
      <Choice
        label="Who is rung"
        hint="A call to nobody in particular."
        value={part.draft.queueStrategy}
        options={strategies}
        change={(queueStrategy) => part.set({ queueStrategy })}
      />
      <NumberSetting name="offerTimeoutSeconds" {...part} />
      <NumberSetting name="maxWaitSeconds" {...part} />
      <NumberSetting name="wrapUpSeconds" {...part} />
    </>
  );
}

function EveryCallPart(part: FormPart): ReactElement {
  return (
    <>
      <h3 className="form-title">Every call</h3>
      <NumberSetting name="ringTimeoutSeconds" {...part} />
      <NumberSetting name="maxCallMinutes" {...part} />
      <Choice
        label="On hold"
        hint="What the other side hears meanwhile."
        value={part.draft.holdSound}
        options={holdSounds}
        change={(holdSound) => part.set({ holdSound })}
      />
      <h3 className="form-title">Your customers</h3>
    </>
  );
}

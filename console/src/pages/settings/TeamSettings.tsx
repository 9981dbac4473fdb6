import { useEffect, useId, useRef, useState, type FormEvent, type ReactElement } from "react";
import { changeSettings, getSettings, type TenantSettings } from "@synapse-voice/contract";
import { noticeWords, useCallClient, useResource } from "@synapse-voice/react";
import { Loaded } from "../../shared/Loaded.tsx";
import { PageFoot } from "../../shared/PageFoot.tsx";
import { FormError } from "../../shared/forms/FormError.tsx";
import { useCommand } from "../../shared/forms/use-command.ts";
import { useUnsavedChanges } from "../../shared/unsaved-changes.ts";
import { TeamFields } from "./TeamFields.tsx";
import { UnsavedBar } from "./UnsavedBar.tsx";
import {
  changedNames,
  changeOf,
  draftOf,
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
    <Loaded resource={settings} rows={3} label="Loading settings">
      {(data) => <SettingsForm settings={data} />}
    </Loaded>
  );
}

const errorText = (code: string): string =>
  code === "invalid_request"
    ? "The server does not take one of these values. This page may be older than the server: reload it."
    : noticeWords(code, "agent").title;

/** Time in ms for which the form says that it is saved. */
const savedTextMs = 4_000;

/** Returns whether to say that the form is saved, and a function that sets it for a while. */
function useSavedText(): [boolean, (isShown: boolean) => void] {
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    if (!isShown) return undefined;
    const timer = setTimeout(() => setIsShown(false), savedTextMs);
    return () => clearTimeout(timer);
  }, [isShown]);
  return [isShown, setIsShown];
}

function SettingsForm({ settings }: { settings: TenantSettings }): ReactElement {
  const client = useCallClient();
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const [now] = useState(() => client.now());
  const [saved, setSaved] = useState(settings);
  const [draft, setDraft] = useState(() => draftOf(settings, now));
  const [problems, setProblems] = useState<SettingsProblems | null>(null);
  const [showsSaved, setShowsSaved] = useSavedText();
  const { busy, error, run } = useCommand();
  const changed = changedNames(draft, draftOf(saved, now));
  const { isLeaving, stay } = useUnsavedChanges(changed.length > 0);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setShowsSaved(false);
    const newProblems = problemsOf(draft);
    setProblems(newProblems);
    if (newProblems !== null) {
      focusFirstProblem(form.current);
      return;
    }
    const isSaved = await run(async () => {
      const reply = await client.request(changeSettings, { body: changeOf(draft, saved) });
      setSaved(reply);
      // What was typed meanwhile stays, as an unsaved change.
      setDraft((current) => (current === draft ? draftOf(reply, now) : current));
    });
    setShowsSaved(isSaved);
  };
  const set = (change: Partial<SettingsDraft>): void => {
    const next = { ...draft, ...change };
    setDraft(next);
    setShowsSaved(false);
    // After a failed attempt to save, the fields are checked again with each key. Before that they
    // are not, because the person may still be typing.
    if (problems !== null) setProblems(problemsOf(next));
  };
  const discard = (): void => {
    setDraft(draftOf(saved, now));
    setProblems(null);
  };
  return (
    <form
      ref={form}
      id={id}
      className="team-settings"
      noValidate
      aria-label="Settings of your company"
      onSubmit={(event) => void submit(event)}
    >
      <TeamFields draft={draft} problems={problems} set={set} />
      <PageFoot>
        <FormError code={error} text={errorText} />
        <UnsavedBar
          form={id}
          changed={changed}
          isLeaving={isLeaving}
          result={
            problems === null ? (showsSaved ? "Saved" : "") : "Not saved: look at what is marked"
          }
          isProblem={problems !== null}
          busy={busy}
          stay={stay}
          discard={discard}
        />
      </PageFoot>
    </form>
  );
}

/** Moves the focus to the first invalid field, after it is marked. */
const focusFirstProblem = (form: HTMLFormElement | null): void =>
  void requestAnimationFrame(() =>
    form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
  );

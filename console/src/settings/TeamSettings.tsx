import { useState, type FormEvent, type ReactElement } from "react";
import { changeSettings, getSettings, type TenantSettings } from "@synapse-voice/contract";
import { Button, Skeleton, noticeWords, useCallClient, useResource } from "@synapse-voice/react";
import { LoadFailed } from "../shell/LoadFailed.tsx";
import { Failure } from "../sign-in/Failure.tsx";
import { Field } from "../sign-in/Field.tsx";
import { useCommand } from "../sign-in/use-command.ts";

/** What an admin sets for the whole team. */
export function TeamSettings(): ReactElement {
  const client = useCallClient();
  const { data, error, slow, reload } = useResource("settings", async (signal) => client.request(getSettings, { signal }));
  return (
    <section aria-labelledby="team-title">
      <h2 id="team-title" className="group-title">
        Your team
      </h2>
      {data !== null ? <SettingsForm settings={data} /> : error !== null ? <LoadFailed code={error} retry={reload} /> : slow ? <Skeleton rows={3} label="Loading settings" /> : null}
    </section>
  );
}

const linesOf = (text: string): string[] => text.split("\n").map((line) => line.trim().replace(/\/$/u, "")).filter((line) => line !== "");

function SettingsForm({ settings }: { settings: TenantSettings }): ReactElement {
  const client = useCallClient();
  const [ring, setRing] = useState(String(settings.ringTimeoutSeconds));
  const [hide, setHide] = useState(settings.hideAgentEmails);
  const [origins, setOrigins] = useState(settings.allowedOrigins.join("\n"));
  const [saved, setSaved] = useState(false);
  const { busy, error, run } = useCommand();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSaved(false);
    const body = { ringTimeoutSeconds: Number(ring), hideAgentEmails: hide, allowedOrigins: linesOf(origins) };
    setSaved(await run(async () => void (await client.request(changeSettings, { body }))));
  };
  return (
    <form className="gate-form" onSubmit={(event) => void submit(event)}>
      <Field label="Ring time in seconds" type="number" min={5} max={120} required hint="A call that nobody answers is missed after this long." value={ring} onChange={(event) => setRing(event.target.value)} />
      <label className="check">
        <input type="checkbox" className="sv-focusable" checked={hide} onChange={(event) => setHide(event.target.checked)} />
        Hide agents' emails from customers
      </label>
      <div className="sv-field">
        <label htmlFor="origins">Websites</label>
        <textarea id="origins" rows={4} spellCheck={false} aria-describedby="origins-hint" placeholder="https://portal.example.com" value={origins} onChange={(event) => setOrigins(event.target.value)} />
        <p id="origins-hint" className="sv-secondary">
          Addresses of the pages that may make calls for your team, one a line.
        </p>
      </div>
      <Failure code={error} text={(code) => (code === "invalid_request" ? "Check the ring time (5–120) and the websites (such as https://portal.example.com)." : noticeWords(code, "agent").title)} />
      <div className="form-end">
        <Button type="submit" variant="primary" aria-busy={busy}>
          Save
        </Button>
        <span role="status" className="sv-secondary">
          {saved ? "Saved" : ""}
        </span>
      </div>
    </form>
  );
}

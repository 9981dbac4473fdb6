import { useEffect, useState, type ReactElement } from "react";
import { linkSchemes, type LinkHandlers, type LinkScheme } from "@synapse-voice/desktop/bridge";
import type { Links } from "../../../shared/platform/index.ts";
import { SettingsGroup } from "../SettingsGroup.tsx";

const labels: Readonly<Record<LinkScheme, string>> = {
  "synapse-voice": "Links of your CRM (synapse-voice:)",
  tel: "Phone numbers (tel:)",
  callto: "Phone numbers of older programs (callto:)",
};

/** Lets a person open links that call somebody with this app. */
export function LinkSettings({ links }: { links: Links }): ReactElement | null {
  const [handlers, setHandlers] = useState<LinkHandlers | null>(null);
  const [refused, setRefused] = useState<{ wanted: boolean } | null>(null);
  useEffect(() => {
    const load = (): void => void links.handlers().then(setHandlers, () => undefined);
    load();
    // The person may come back from the system's settings.
    window.addEventListener("focus", load);
    return () => window.removeEventListener("focus", load);
  }, [links]);
  if (handlers === null) return null;
  const choose = async (scheme: LinkScheme, wanted: boolean): Promise<void> => {
    setRefused(null);
    const result = await links.register(scheme, wanted).catch(() => handlers);
    setHandlers(result);
    if (result[scheme] !== wanted) setRefused({ wanted });
  };
  return (
    <SettingsGroup title="Links">
      <p className="sv-secondary">Open these links with Synapse Voice:</p>
      {linkSchemes.map((scheme) => (
        <label key={scheme} className="check">
          <input
            type="checkbox"
            className="sv-focusable"
            checked={handlers[scheme]}
            // No other app has links of our own.
            disabled={scheme === "synapse-voice" && handlers[scheme]}
            onChange={(event) => void choose(scheme, event.target.checked)}
          />
          {labels[scheme]}
        </label>
      ))}
      <p className="sv-secondary">
        You are asked before anyone is called. Numbers need a country code, such as +49.
      </p>
      <p className="sv-secondary field-problem" role="status">
        {refused === null ? "" : refusedWords(refused.wanted)}
      </p>
    </SettingsGroup>
  );
}

const refusedWords = (wanted: boolean): string =>
  wanted
    ? "Your system didn't change this. Install Synapse Voice first, or choose it in the system's settings for default apps."
    : "Your system didn't change this. Choose another app in the system's settings for default apps.";

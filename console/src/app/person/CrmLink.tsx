import { useState, type ReactElement } from "react";
import { crmAddress, type CrmCustomer } from "@synapse-voice/contract";
import type { CrmProblem } from "@synapse-voice/desktop/bridge";
import type { MainProcess } from "../../shared/platform/index.ts";
import { useServices } from "../../shared/services.ts";

const problemWords: Readonly<Record<CrmProblem | "failed", string>> = {
  signed_out: "You are signed out, so your CRM wasn't opened. Sign in, and try again.",
  not_set_up: "Your company's link to the CRM was removed. An admin can set it under Settings.",
  unknown_customer: "This person is no longer a customer here, so your CRM wasn't opened.",
  incomplete:
    "Your CRM finds customers by an email or a phone number that this one doesn't have. An admin can add a phone number under Customers.",
  unreachable:
    "The server can't be reached, so your CRM wasn't opened. Calls go on. Try again in a moment.",
  browser_failed:
    "Your browser didn't open. Choose a default browser in the system's settings, and try again.",
  failed: "Your CRM couldn't be opened. Try again.",
};

/**
 * Opens a customer's record in the CRM, in a tab or by the desktop app in the browser. `crmUrl`:
 * the setting of the tenant.
 */
export function CrmLink({
  crmUrl,
  customer,
}: {
  crmUrl: string;
  customer: CrmCustomer;
}): ReactElement {
  const { main } = useServices().platform;
  if (main !== null) return <OpenInBrowser id={customer.id} open={main.openCrm} />;
  const address = crmAddress(crmUrl, customer);
  if (address === null)
    return <p className="crm-problem sv-secondary">{problemWords.incomplete}</p>;
  return (
    <a
      className="crm-link text-button sv-focusable"
      href={address}
      target="_blank"
      rel="noopener noreferrer"
    >
      Open in CRM
    </a>
  );
}

function OpenInBrowser({ id, open }: { id: string; open: MainProcess["openCrm"] }): ReactElement {
  const [isOpening, setOpening] = useState(false);
  const [problem, setProblem] = useState<CrmProblem | "failed" | null>(null);
  const press = async (): Promise<void> => {
    if (isOpening) return;
    setOpening(true);
    setProblem(null);
    setProblem(await open(id).catch(() => "failed" as const));
    setOpening(false);
  };
  return (
    <>
      <button
        type="button"
        className="crm-link text-button sv-focusable"
        aria-busy={isOpening}
        onClick={() => void press()}
      >
        Open in CRM
      </button>
      <p className="crm-problem sv-secondary field-problem" role="status">
        {problem === null ? "" : problemWords[problem]}
      </p>
    </>
  );
}

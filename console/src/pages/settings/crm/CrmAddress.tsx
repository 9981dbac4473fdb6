import type { ReactElement } from "react";
import { crmAddress, exampleCrmUrl } from "@synapse-voice/contract";
import { TextField } from "../../../shared/forms/TextField.tsx";

const mia = {
  id: "5f0c7a1e-0b6f-4c8e-9d55-0e7a3b1f2c4d",
  email: "mia@example.com",
  phone: "+4930123456",
};

/** Field for the address of a customer in the CRM, with the address of one as an example. */
export function CrmAddress({
  value,
  problem,
  change,
}: {
  value: string;
  problem: string | undefined;
  change: (value: string) => void;
}): ReactElement {
  const preview = crmAddress(value.trim(), mia);
  return (
    <>
      <TextField
        label="Link to your CRM"
        hint="Agents open a customer's record with it. Write {id}, {email} or {phone} where the customer goes."
        problem={problem}
        type="url"
        inputMode="url"
        spellCheck={false}
        placeholder={exampleCrmUrl}
        value={value}
        onChange={(event) => change(event.target.value)}
      />
      {preview === null ? null : (
        <p className="crm-preview sv-secondary">
          For a customer it reads <span className="sv-code">{preview}</span>
        </p>
      )}
    </>
  );
}

import { useState, type ReactElement } from "react";
import type { Customer } from "@synapse-voice/contract";
import { Button } from "@synapse-voice/react";
import { ConfirmAction } from "../../shared/people/ConfirmAction.tsx";
import { PhoneForm } from "../../shared/people/PhoneForm.tsx";
import { questionWords, type Question } from "./customer-questions.ts";
import { nameOf, type CustomerCommands } from "./use-customer-commands.ts";

interface Props {
  readonly customer: Customer;
  readonly commands: CustomerCommands;
  /** The customer was removed before: only their data can be erased. */
  readonly isRemoved?: boolean;
}

/** Actions of an admin for a customer, behind a button, and the question before them. */
export function CustomerControls({ customer, commands, isRemoved = false }: Props): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  const [question, setQuestion] = useState<Question | "phone" | null>(null);
  const name = nameOf(customer);
  const close = (): void => {
    setQuestion(null);
    setIsOpen(false);
  };
  const actions = isOpen && question === null ? actionsFor(customer, isRemoved) : [];
  return (
    <>
      <Button
        className="row-more"
        variant="ghost"
        icon="ellipsis"
        aria-label={`Manage ${name}`}
        aria-expanded={isOpen}
        onClick={() => (isOpen ? close() : setIsOpen(true))}
      />
      {actions.length === 0 ? null : (
        <div className="row-actions">
          {actions.map(({ kind, text, label }) => (
            <Button
              key={kind}
              aria-label={`${label} ${name}`}
              disabled={commands.busy}
              onClick={() => {
                if (kind !== "resend") return setQuestion(kind);
                close();
                commands.resend(customer);
              }}
            >
              {text}
            </Button>
          ))}
        </div>
      )}
      {question === "phone" ? (
        <PhoneForm
          name={name}
          phone={customer.phone ?? null}
          busy={commands.busy}
          save={(phone) =>
            void commands.changePhone(customer, phone).then((succeeded) => succeeded && close())
          }
          cancel={close}
        />
      ) : null}
      {question === null || question === "phone" ? null : (
        <ConfirmAction
          {...questionWords(question, name)}
          busy={commands.busy}
          confirm={() => {
            close();
            commands[question](customer);
          }}
          cancel={close}
        />
      )}
    </>
  );
}

interface Action {
  readonly kind: Question | "resend" | "phone";
  readonly text: string;
  readonly label: string;
}

const erase: Action = { kind: "erase", text: "Erase", label: "Erase the data of" };
const phone: Action = { kind: "phone", text: "Phone number", label: "Change the phone number of" };
const forInvited: readonly Action[] = [
  phone,
  { kind: "resend", text: "Send again", label: "Send again the invitation of" },
  { kind: "withdraw", text: "Withdraw", label: "Withdraw the invitation of" },
];
const forJoined: readonly Action[] = [
  phone,
  { kind: "remove", text: "Remove", label: "Remove" },
  erase,
];

function actionsFor({ invitedAt }: Customer, isRemoved: boolean): readonly Action[] {
  if (isRemoved) return [erase];
  return typeof invitedAt === "string" ? forInvited : forJoined;
}

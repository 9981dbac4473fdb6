import { useState } from "react";
import {
  eraseCustomer,
  removeCustomer,
  resendInvitation,
  revokeInvitation,
  type Customer,
} from "@synapse-voice/contract";
import { noticeWords, useCallClient } from "@synapse-voice/react";
import { useCommand } from "../../shared/forms/use-command.ts";

/** What an admin does with customers, and how the last command went. */
export interface CustomerCommands {
  readonly busy: boolean;
  readonly error: string | null;
  /** Says what the last command did; empty before the first one, and after a failure. */
  readonly done: string;
  /** Number of commands that have ended. Lists that they may change load again with it. */
  readonly count: number;
  errorText(code: string): string;
  resend(customer: Customer): void;
  withdraw(customer: Customer): void;
  remove(customer: Customer): void;
  erase(customer: Customer): void;
}

export const nameOf = ({ firstName, lastName }: Customer): string => `${firstName} ${lastName}`;

const errorText = (code: string): string => noticeWords(code, "agent").title;

/** Makes the commands of the customers page. `reload` loads the customers again. */
export function useCustomerCommands(reload: () => void): CustomerCommands {
  const client = useCallClient();
  const { busy, error, run } = useCommand();
  const [done, setDone] = useState("");
  const [count, setCount] = useState(0);
  const act = async (command: () => Promise<unknown>, text: string): Promise<void> => {
    setDone("");
    const succeeded = await run(async () => void (await command()));
    if (succeeded) setDone(text);
    setCount((before) => before + 1);
    reload();
  };
  const paramsOf = ({ supabaseUserId }: Customer) => ({ params: { supabaseUserId } });
  return {
    busy,
    error,
    done,
    count,
    errorText,
    resend: (customer) =>
      void act(
        () => client.request(resendInvitation, paramsOf(customer)),
        `A new link is on its way to ${customer.email}.`,
      ),
    withdraw: (customer) =>
      void act(
        () => client.request(revokeInvitation, paramsOf(customer)),
        `${nameOf(customer)} is not invited any more.`,
      ),
    remove: (customer) =>
      void act(
        () => client.request(removeCustomer, paramsOf(customer)),
        `${nameOf(customer)} was removed.`,
      ),
    erase: (customer) =>
      void act(
        () => client.request(eraseCustomer, paramsOf(customer)),
        "The customer's data was erased.",
      ),
  };
}

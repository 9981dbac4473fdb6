import {
  changeCustomer,
  eraseCustomer,
  removeCustomer,
  resendInvitation,
  revokeInvitation,
  type Customer,
} from "@synapse-voice/contract";
import { useCallClient } from "@synapse-voice/react";
import {
  useReportedCommand,
  type ReportedCommand,
} from "../../shared/forms/use-reported-command.ts";
import { phoneWords, useShownPhone } from "../../shared/people/changed-phone.ts";

/** Commands of an admin for customers, and the result of the last one. */
export interface CustomerCommands extends ReportedCommand {
  resend(customer: Customer): void;
  withdraw(customer: Customer): void;
  remove(customer: Customer): void;
  erase(customer: Customer): void;
  /** Saves a phone number, or removes it. Resolves to true if it succeeded. */
  changePhone(customer: Customer, phone: string | null): Promise<boolean>;
}

export const nameOf = ({ firstName, lastName }: Customer): string => `${firstName} ${lastName}`;

/** Makes the commands of the customers page. `reload` loads the customers again. */
export function useCustomerCommands(reload: () => void): CustomerCommands {
  const client = useCallClient();
  const showPhone = useShownPhone();
  const { run, ...state } = useReportedCommand(reload);
  const paramsOf = ({ supabaseUserId }: Customer) => ({ params: { supabaseUserId } });
  return {
    ...state,
    resend: (customer) =>
      void run(
        () => client.request(resendInvitation, paramsOf(customer)),
        `A new link is on its way to ${customer.email}.`,
      ),
    withdraw: (customer) =>
      void run(
        () => client.request(revokeInvitation, paramsOf(customer)),
        `${customer.firstName} is no longer invited.`,
      ),
    remove: (customer) =>
      void run(
        () => client.request(removeCustomer, paramsOf(customer)),
        `${customer.firstName} was removed.`,
      ),
    erase: (customer) =>
      void run(
        () => client.request(eraseCustomer, paramsOf(customer)),
        "The customer's data was erased.",
      ),
    changePhone: async (customer, phone) => {
      const succeeded = await run(
        () => client.request(changeCustomer, { ...paramsOf(customer), body: { phone } }),
        phoneWords(customer.firstName, phone),
      );
      if (succeeded) showPhone(customer.supabaseUserId, phone);
      return succeeded;
    },
  };
}

import { useState, type ReactElement } from "react";
import { findCustomers, maxCustomers, type Customer } from "@synapse-voice/contract";
import {
  Button,
  CallWithText,
  EmptyState,
  Icon,
  noticeWords,
  useCallClient,
  useResource,
} from "@synapse-voice/react";
import { Loaded } from "../../shared/Loaded.tsx";
import { FormError } from "../../shared/forms/FormError.tsx";
import { PersonRow } from "../../shared/people/PersonRow.tsx";
import type { Profile } from "../../shared/profile.ts";
import { CustomerControls } from "./CustomerControls.tsx";
import { InviteCustomer } from "./InviteCustomer.tsx";
import { RemovedCustomers } from "./RemovedCustomers.tsx";
import { useCustomerCommands, type CustomerCommands } from "./use-customer-commands.ts";
import { useDebounced } from "./use-debounced.ts";

const errorText = (code: string): string => noticeWords(code, "agent").title;

/** Invited customers join while the page is open. */
const refreshMs = 30_000;

/** Searches customers by name or email, to call them. Admins add, remove and erase customers. */
export function CustomersPage({ profile }: { profile: Profile | null }): ReactElement {
  const client = useCallClient();
  const [input, setInput] = useState("");
  const [inviting, setInviting] = useState(false);
  const query = useDebounced(input.trim(), 150);
  const found = useResource(
    `customers:${query}`,
    async (signal) => client.request(findCustomers, { query: { query }, signal }),
    refreshMs,
  );
  const commands = useCustomerCommands(found.reload);
  const isAdmin = profile?.role === "ADMIN";
  return (
    <>
      <div role="search" className="search">
        <Icon name="search" size={18} />
        <input
          type="search"
          className="search-input"
          aria-label="Search customers"
          placeholder="Name or email"
          autoComplete="off"
          value={input}
          onChange={(event) => setInput(event.target.value)}
        />
      </div>
      <FormError code={commands.error} text={errorText} />
      <p className="sv-secondary members-done" role="status">
        {commands.done}
      </p>
      {inviting ? (
        <InviteCustomer onClose={() => setInviting(false)} onInvited={found.reload} />
      ) : null}
      <Loaded resource={found} rows={5} label="Loading customers">
        {(customers) => (
          <Results
            customers={customers}
            query={query}
            clear={() => setInput("")}
            commands={isAdmin ? commands : null}
          />
        )}
      </Loaded>
      {isAdmin && !inviting ? (
        <Button className="more" icon="user-plus" onClick={() => setInviting(true)}>
          Add a customer
        </Button>
      ) : null}
      {isAdmin ? <RemovedCustomers commands={commands} /> : null}
    </>
  );
}

function Results({
  customers,
  query,
  clear,
  commands,
}: {
  customers: readonly Customer[];
  query: string;
  clear: () => void;
  /** Null for agents who are no admins. */
  commands: CustomerCommands | null;
}): ReactElement {
  if (customers.length === 0 && query === "")
    return (
      <EmptyState
        icon="contact-round"
        title="No customers yet"
        text="Customers show here once they have an account in your portal."
      />
    );
  if (customers.length === 0) {
    return (
      <EmptyState
        icon="search"
        title="No customers found"
        text={`Nobody's name or email holds “${query}”.`}
      >
        <Button onClick={clear}>Clear the search</Button>
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="sv-list" aria-label="Customers">
        {customers.map((customer) => (
          <CustomerRow key={customer.supabaseUserId} customer={customer} commands={commands} />
        ))}
      </ul>
      {customers.length < maxCustomers ? null : (
        <p className="list-end sv-secondary">
          These are the first {maxCustomers}. Search to find others.
        </p>
      )}
    </>
  );
}

function CustomerRow({
  customer,
  commands,
}: {
  customer: Customer;
  commands: CustomerCommands | null;
}): ReactElement {
  const { supabaseUserId, firstName, lastName, email, phone, invitedAt } = customer;
  const isInvited = typeof invitedAt === "string";
  return (
    <PersonRow
      person={{
        userId: supabaseUserId,
        name: `${firstName} ${lastName}`,
        type: "PORTAL_CUSTOMER",
        email,
        ...(phone === undefined ? {} : { phone }),
        isCallable: !isInvited,
      }}
      callable={!isInvited}
      actions={
        commands === null ? null : <CustomerControls customer={customer} commands={commands} />
      }
    >
      <CallWithText supabaseUserId={supabaseUserId}>
        {isInvited ? (
          <span className="sv-state sv-state-offline">Invited · {email}</span>
        ) : (
          <span className="sv-secondary">{email}</span>
        )}
      </CallWithText>
    </PersonRow>
  );
}

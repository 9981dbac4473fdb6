import { useState, type ReactElement } from "react";
import { findCustomers, type Customer } from "@synapse-voice/contract";
import {
  Button,
  CallWithText,
  EmptyState,
  Icon,
  useCallClient,
  useResource,
} from "@synapse-voice/react";
import { Loaded } from "../../shared/Loaded.tsx";
import { PersonRow } from "../../shared/people/PersonRow.tsx";
import { useDebounced } from "./use-debounced.ts";

/** Searches customers by name or email, to call them. */
export function CustomersPage(): ReactElement {
  const client = useCallClient();
  const [input, setInput] = useState("");
  const query = useDebounced(input.trim(), 150);
  const found = useResource(`customers:${query}`, async (signal) =>
    client.request(findCustomers, { query: { query }, signal }),
  );
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
      <Loaded resource={found} rows={5} label="Loading customers">
        {(customers) => <Results customers={customers} query={query} clear={() => setInput("")} />}
      </Loaded>
    </>
  );
}

function Results({
  customers,
  query,
  clear,
}: {
  customers: readonly Customer[];
  query: string;
  clear: () => void;
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
    <ul className="sv-list" aria-label="Customers">
      {customers.map(({ supabaseUserId, firstName, lastName, email }) => (
        <PersonRow
          key={supabaseUserId}
          person={{
            userId: supabaseUserId,
            name: `${firstName} ${lastName}`,
            type: "PORTAL_CUSTOMER",
            email,
          }}
        >
          <CallWithText supabaseUserId={supabaseUserId}>
            <span className="sv-secondary">{email}</span>
          </CallWithText>
        </PersonRow>
      ))}
    </ul>
  );
}

import { useId, useState, type ReactElement } from "react";
import { findCustomers, type Customer } from "@synapse-voice/contract";
import { Avatar, CallButton, EmptyState, useCallClient, useResource } from "@synapse-voice/react";

/** What the CRM knows besides: made up from the id, so that everyone has the same numbers each time. */
function factsOf({ supabaseUserId }: Customer): { plan: string; since: number; open: string } {
  const seed = [...supabaseUserId].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
  return {
    plan: ["Starter", "Team", "Business"][seed % 3] ?? "Team",
    since: 2019 + (seed % 6),
    open: `€${(120 + (seed % 17) * 45).toLocaleString("en")}.00`,
  };
}

/** The company's accounts, each with Call. */
export function Accounts(): ReactElement {
  const client = useCallClient();
  const [query, setQuery] = useState("");
  const { data, error } = useResource(`accounts:${query}`, async (signal) =>
    client.request(findCustomers, { query: { query: query.trim() }, signal }),
  );
  return (
    <main className="crm-main">
      <div className="crm-head">
        <h1 className="sv-title">Accounts</h1>
        <input
          type="search"
          aria-label="Search accounts"
          placeholder="Search accounts"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      {error !== null && data === null ? (
        <EmptyState
          icon="triangle-alert"
          title="The accounts can't be shown"
          text="Reload the page in a moment."
          code={error}
        />
      ) : null}
      {data === null ? null : data.length === 0 ? (
        <EmptyState icon="search" title="No accounts found" text="Search by name or email." />
      ) : (
        <AccountTable customers={data} />
      )}
    </main>
  );
}

function AccountTable({ customers }: { customers: readonly Customer[] }): ReactElement {
  return (
    <div className="crm-scroll">
      <table className="crm-table">
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">Plan</th>
            <th scope="col">Customer since</th>
            <th scope="col">Open invoices</th>
            <th scope="col">Contact</th>
          </tr>
        </thead>
        <tbody>
          {customers.map((customer) => (
            <AccountRow key={customer.supabaseUserId} customer={customer} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AccountRow({ customer }: { customer: Customer }): ReactElement {
  const id = useId();
  const { plan, since, open } = factsOf(customer);
  const name = `${customer.firstName} ${customer.lastName}`;
  return (
    <tr>
      <th scope="row">
        <span className="crm-account">
          <Avatar id={customer.supabaseUserId} name={name} size={32} />
          <span>
            <span id={id}>{name}</span>
            <span className="sv-secondary crm-email">{customer.email}</span>
          </span>
        </span>
      </th>
      <td>{plan}</td>
      <td className="sv-numbers">{since}</td>
      <td className="sv-numbers">{open}</td>
      <td>
        <CallButton
          supabaseUserId={customer.supabaseUserId}
          userName={name}
          describedBy={id}
          size="small"
        />
      </td>
    </tr>
  );
}

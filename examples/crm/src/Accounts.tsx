import { useId, useState, type ReactElement } from "react";
import { Avatar, CallButton, EmptyState, useResource } from "@synapse-voice/react";
import type { Account, FindAccounts } from "./accounts-source.ts";

/** Returns made-up details of an account, derived from the id: the same ones each time. */
function factsOf({ supabaseUserId }: Account): { plan: string; since: number; open: string } {
  const seed = [...supabaseUserId].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
  return {
    plan: ["Starter", "Team", "Business"][seed % 3] ?? "Team",
    since: 2019 + (seed % 6),
    open: `€${(120 + (seed % 17) * 45).toLocaleString("en")}.00`,
  };
}

/** Lists the company's accounts, each with a Call button. */
export function Accounts({ findAccounts }: { findAccounts: FindAccounts }): ReactElement {
  const [query, setQuery] = useState("");
  const { data, error } = useResource(`accounts:${query}`, (signal) =>
    findAccounts(query.trim(), signal),
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
        <AccountTable accounts={data} />
      )}
    </main>
  );
}

function AccountTable({ accounts }: { accounts: readonly Account[] }): ReactElement {
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
          {accounts.map((account) => (
            <AccountRow key={account.supabaseUserId} account={account} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AccountRow({ account }: { account: Account }): ReactElement {
  const id = useId();
  const { plan, since, open } = factsOf(account);
  const name = `${account.firstName} ${account.lastName}`;
  return (
    <tr>
      <th scope="row">
        <span className="crm-account">
          <Avatar id={account.supabaseUserId} name={name} size={32} />
          <span>
            <span id={id}>{name}</span>
            <span className="sv-secondary crm-email">{account.email}</span>
          </span>
        </span>
      </th>
      <td>{plan}</td>
      <td className="sv-numbers">{since}</td>
      <td className="sv-numbers">{open}</td>
      <td>
        <CallButton
          supabaseUserId={account.supabaseUserId}
          userName={name}
          describedBy={id}
          size="small"
        />
      </td>
    </tr>
  );
}

import { useState, type ReactElement } from "react";
import { listRemovedCustomers } from "@synapse-voice/contract";
import { Avatar, Button, useCallClient, useResource } from "@synapse-voice/react";
import { Loaded } from "../../shared/Loaded.tsx";
import { CustomerControls } from "./CustomerControls.tsx";
import { nameOf, type CustomerCommands } from "./use-customer-commands.ts";

/** Customers who were removed and whose data is still there. They show on request. */
export function RemovedCustomers({ commands }: { commands: CustomerCommands }): ReactElement {
  const client = useCallClient();
  const [isOpen, setIsOpen] = useState(false);
  const removed = useResource(isOpen ? `removed:${commands.count}` : null, async (signal) =>
    client.request(listRemovedCustomers, { signal }),
  );
  return (
    <section className="removed" aria-label="Removed customers">
      <Button
        className="more"
        variant="ghost"
        icon={isOpen ? "chevron-down" : "chevron-right"}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        Removed customers
      </Button>
      {isOpen ? (
        <Loaded resource={removed} rows={2} label="Loading removed customers">
          {(customers) =>
            customers.length === 0 ? (
              <p className="sv-secondary removed-none">
                Customers whom you remove show here until you erase their data.
              </p>
            ) : (
              <ul className="sv-list" aria-label="Removed customers">
                {customers.map((customer) => (
                  <li key={customer.supabaseUserId} className="sv-row row">
                    <span className="row-open">
                      <Avatar id={customer.supabaseUserId} name={nameOf(customer)} size={36} />
                      <span className="sv-row-text">
                        <span className="sv-row-name">{nameOf(customer)}</span>
                        <span className="sv-secondary">{customer.email}</span>
                      </span>
                    </span>
                    <CustomerControls customer={customer} commands={commands} isRemoved />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      ) : null}
    </section>
  );
}

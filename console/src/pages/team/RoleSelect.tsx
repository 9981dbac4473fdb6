import { useId, type ReactElement } from "react";
import { AgentRole } from "@synapse-voice/contract";

const roles = AgentRole.options;
const roleNames: Readonly<Record<AgentRole, string>> = {
  ADMIN: "Admin",
  SUPERVISOR: "Supervisor",
  AGENT: "Agent",
};

/** Returns a role with its article, for a sentence. */
export const asRole = (role: AgentRole): string =>
  `${role === "SUPERVISOR" ? "a" : "an"} ${roleNames[role].toLowerCase()}`;

/** A list of the roles. `hideLabel`: the label is for screen readers only. */
export function RoleSelect({
  label,
  hideLabel = false,
  role,
  change,
  disabled = false,
}: {
  label: string;
  hideLabel?: boolean;
  role: AgentRole;
  change: (role: AgentRole) => void;
  disabled?: boolean;
}): ReactElement {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className={hideLabel ? "sv-visually-hidden" : undefined}>
        {label}
      </label>
      <select
        id={id}
        className="sv-focusable"
        value={role}
        disabled={disabled}
        onChange={(event) => change(roles[event.target.selectedIndex] ?? role)}
      >
        {roles.map((option) => (
          <option key={option} value={option}>
            {roleNames[option]}
          </option>
        ))}
      </select>
    </>
  );
}

import { useId, type ReactElement } from "react";
import type { DeviceRole } from "@synapse-voice/client";
import { deviceChangeWords, deviceNames, Icon, useDevices, useVoice } from "@synapse-voice/react";

/** Value of the entry for the system's own device, or for none. */
const ownValue = "";

/**
 * A list from which the device of a role is chosen. It shows the one that is used: a chosen one
 * that is gone stays in the list, and a notice says what is used instead.
 */
export function DeviceField({ of: role }: { of: DeviceRole }): ReactElement {
  const { devices } = useVoice();
  const { inputs, outputs, uses } = useDevices();
  const id = useId();
  const { chosen, usedId, change } = uses[role];
  const listed = role === "microphone" ? inputs : outputs;
  const noun = deviceNames[role].toLowerCase();
  return (
    <div className="sv-field">
      <label htmlFor={id}>{deviceNames[role]}</label>
      <select
        id={id}
        value={usedId ?? ownValue}
        onChange={({ target }) => devices.choose(role, target.value || null)}
      >
        <option value={ownValue}>{role === "second-ringer" ? "None" : "System default"}</option>
        {listed.map((device, index) => (
          <option key={device.id} value={device.id}>
            {device.label || `Device ${index + 1}`}
          </option>
        ))}
        {chosen !== null &&
        change?.type !== "replaced" &&
        !listed.some((one) => one.id === usedId) ? (
          <option value={chosen.id}>{chosen.label || `The chosen ${noun}`}</option>
        ) : null}
      </select>
      {change === null ? null : (
        <p className={change.type === "replaced" ? "sv-banner sv-banner-warning" : "sv-banner"}>
          <Icon name={change.type === "replaced" ? "triangle-alert" : "check"} size={18} />
          {deviceChangeWords(role, change)}
        </p>
      )}
    </div>
  );
}

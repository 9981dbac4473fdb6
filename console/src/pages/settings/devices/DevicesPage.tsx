import { useEffect, type ReactElement } from "react";
import { Icon, useDevices, useVoice } from "@synapse-voice/react";
import { MicrophoneTestButton } from "../../../shared/devices/MicrophoneTest.tsx";
import { SettingsSection } from "../SettingsSection.tsx";
import { DeviceField } from "./DeviceField.tsx";
import { HeadsetButtons } from "./HeadsetButtons.tsx";
import { OutputTest } from "./OutputTest.tsx";

/** Lets a person choose and test microphone, speaker and ringers of this device. */
export function DevicesPage(): ReactElement {
  const { inputs, outputs, uses } = useDevices();
  const { devices } = useVoice();
  useEffect(() => devices.followClosely(), [devices]);
  return (
    <div className="settings devices">
      <a
        className="sv-root sv-button sv-button-ghost sv-button-medium devices-back"
        href="#/settings"
      >
        <Icon name="chevron-left" size={18} />
        Back
      </a>
      <h2 className="sv-title devices-title">Devices</h2>
      <SettingsSection title="Your voice" text="What callers hear.">
        <DeviceField of="microphone" />
        {inputs.length + outputs.length === 0 ? (
          <p className="sv-secondary">
            Devices are listed here once the microphone is allowed. Test it to be asked.
          </p>
        ) : null}
        <MicrophoneTestButton />
      </SettingsSection>
      <SettingsSection
        title="Callers' voices"
        text="Where you hear callers, and the soft tone of a second call."
      >
        <DeviceField of="speaker" />
        <OutputTest of="speaker" />
      </SettingsSection>
      <SettingsSection
        title="The ring"
        text="Where calls ring. A second ringer can be heard while the headset is on the desk."
      >
        <DeviceField of="ringer" />
        <OutputTest of="ringer" />
        <DeviceField of="second-ringer" />
        {uses["second-ringer"].usedId === null ? null : <OutputTest of="second-ringer" />}
      </SettingsSection>
      <HeadsetButtons />
    </div>
  );
}

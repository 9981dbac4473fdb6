import type { ReactElement } from "react";
import { SelectField } from "../../shared/forms/SelectField.tsx";
import { TextField } from "../../shared/forms/TextField.tsx";
import { BusinessHoursFields } from "./BusinessHoursFields.tsx";
import { CrmAddress } from "./crm/CrmAddress.tsx";
import { DispositionFields } from "./dispositions/DispositionFields.tsx";
import { HolidayFields } from "./HolidayFields.tsx";
import { PortalAddress } from "./PortalAddress.tsx";
import { RecordingFields } from "./recording/RecordingFields.tsx";
import { SettingsSection } from "./SettingsSection.tsx";
import { Websites } from "./Websites.tsx";
import { numberFields, type SettingsDraft, type SettingsProblems } from "./settings-draft.ts";

const strategies = {
  longest_idle: "One after another, longest idle first",
  ring_all: "Everyone who is free at once",
} as const;
const customersSee = {
  first_name: "First name",
  full_name: "Full name",
  full_name_and_email: "Full name, email and role",
} as const;
const sounds = { music: "Quiet music", silence: "Nothing" } as const;

/** Properties that all parts of the form share. */
interface FormFields {
  readonly draft: SettingsDraft;
  readonly problems: SettingsProblems | null;
  readonly set: (change: Partial<SettingsDraft>) => void;
}

/** The fields of the team's settings, in sections. */
export function TeamFields(fields: FormFields): ReactElement {
  const { draft, problems, set } = fields;
  return (
    <>
      <QueueFields {...fields} />
      <SettingsSection
        title="Business hours"
        text="Outside these hours, customers are offered a call-back."
      >
        <BusinessHoursFields
          hours={draft.hours}
          problems={problems?.hours}
          change={(hours) => set({ hours })}
        />
        {draft.hours === null ? null : (
          <HolidayFields
            holidays={draft.holidays}
            problems={problems?.holidays}
            change={(holidays) => set({ holidays })}
          />
        )}
      </SettingsSection>
      <EveryCallFields {...fields} />
      <SettingsSection
        title="Outcomes"
        text="What agents can choose as the outcome of a call, beside their notes."
      >
        <DispositionFields
          dispositions={draft.dispositions}
          problems={problems?.dispositions}
          change={(dispositions) => set({ dispositions })}
        />
      </SettingsSection>
      <SettingsSection
        title="Recording"
        text="Which calls are recorded, for how long, and who may listen."
      >
        <RecordingFields
          draft={draft.recording}
          problems={problems?.recording}
          change={(recording) => set({ recording })}
        />
      </SettingsSection>
      <SettingsSection
        title="Customers"
        text="What customers see, where they can call from, and where agents find them."
      >
        <SelectField
          label="What customers see of agents"
          hint="In lists, on calls and in their history."
          value={draft.customersSee}
          options={customersSee}
          change={(chosen) => set({ customersSee: chosen })}
        />
        <PortalAddress
          value={draft.portal}
          problem={problems?.portal}
          change={(portal) => set({ portal })}
        />
        <CrmAddress value={draft.crm} problem={problems?.crm} change={(crm) => set({ crm })} />
        <Websites
          value={draft.origins}
          problem={problems?.origins}
          change={(origins) => set({ origins })}
        />
      </SettingsSection>
    </>
  );
}

function NumberSetting({
  name,
  draft,
  problems,
  set,
}: FormFields & { name: keyof typeof numberFields }): ReactElement {
  const { label, unit, hint, min, max } = numberFields[name];
  return (
    <TextField
      label={label}
      unit={unit}
      hint={hint}
      problem={problems?.[name]}
      type="number"
      inputMode="numeric"
      min={min}
      max={max}
      value={draft[name]}
      onChange={(event) => set({ [name]: event.target.value })}
    />
  );
}

function QueueFields(fields: FormFields): ReactElement {
  return (
    <SettingsSection
      title="Calls to the team"
      text="Calls to nobody in particular: whom they ring, and how long."
    >
      <SelectField
        label="Who is rung"
        hint="A call to nobody in particular."
        value={fields.draft.queueStrategy}
        options={strategies}
        change={(queueStrategy) => fields.set({ queueStrategy })}
      />
      <NumberSetting name="offerTimeoutSeconds" {...fields} />
      <NumberSetting name="maxWaitSeconds" {...fields} />
      <SelectField
        label="While customers wait"
        hint="What they hear in the queue."
        value={fields.draft.queueSound}
        options={sounds}
        change={(queueSound) => fields.set({ queueSound })}
      />
      <NumberSetting name="wrapUpSeconds" {...fields} />
    </SettingsSection>
  );
}

function EveryCallFields(fields: FormFields): ReactElement {
  return (
    <SettingsSection title="Every call" text="Calls to the team and calls by name.">
      <NumberSetting name="ringTimeoutSeconds" {...fields} />
      <NumberSetting name="maxCallMinutes" {...fields} />
      <SelectField
        label="On hold"
        hint="What the person on hold hears."
        value={fields.draft.holdSound}
        options={sounds}
        change={(holdSound) => fields.set({ holdSound })}
      />
    </SettingsSection>
  );
}

import { useEffect, useRef, useState, type ReactElement } from "react";
import { lookUpPeople, type HistoryEntry } from "@synapse-voice/contract";
import {
  Avatar,
  Button,
  CallButton,
  CallWithText,
  MicrophonePicker,
  useCallClient,
  useCallWith,
  useResource,
  useVoice,
} from "@synapse-voice/react";
import { needsCallBack, peerOf } from "../../pages/calls/history-words.ts";
import { useCallHistory } from "../../shared/calls/CallHistory.tsx";
import { CallNotes } from "../../shared/notes/CallNotes.tsx";
import type { Person } from "../../shared/people/selection.ts";
import { CrmLink } from "./CrmLink.tsx";
import { Timeline } from "./Timeline.tsx";
import type { ShownNotes } from "./use-shown-person.ts";

/**
 * Shows a person's page: who it is, a Call button, the notes of the call with them, and a timeline
 * of those of the agent's latest 100 calls that were with this person. A customer's page leads to
 * the record in the CRM. `takesFocus`: the agent has just chosen the person.
 */
export function PersonDetail({
  person,
  takesFocus,
  notes,
  crmUrl,
  close,
}: {
  person: Person;
  takesFocus: boolean;
  notes: ShownNotes;
  crmUrl: string | null;
  close: () => void;
}): ReactElement {
  const calls = useCallsWith(person);
  const { email, phone, isCustomer } = useContact(person);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  const kind = person.type === "PORTAL_CUSTOMER" ? "Customer" : "Team";
  return (
    <section className="detail" aria-label={person.name}>
      <Button className="detail-back" variant="ghost" icon="chevron-left" onClick={close}>
        Back
      </Button>
      <div className="detail-head">
        <Avatar id={person.userId} name={person.name} size={56} />
        <div className="sv-row-text">
          <h2 ref={heading} className="sv-title sv-name" tabIndex={-1}>
            {person.name}
          </h2>
          <p className="sv-secondary detail-about">
            <span>{kind}</span>
            {email === "" ? null : <span className="detail-email">{email}</span>}
            {phone === "" ? null : <span className="detail-phone">{phone}</span>}
            <CallWithText supabaseUserId={person.userId} />
          </p>
          {crmUrl === null || !isCustomer ? null : (
            <CrmLink crmUrl={crmUrl} customer={{ id: person.userId, email, phone }} />
          )}
        </div>
        <CallPerson person={person} last={calls[0]} />
      </div>
      <CallDevices person={person} />
      <CallsAndNotes person={person} calls={calls} notes={notes} />
    </section>
  );
}

/** During a call on this device: the choice of the microphone, with its level, and more devices. */
function CallDevices({ person }: { person: Person }): ReactElement | null {
  const view = useCallWith(person.userId);
  if (view?.phase !== "on-call" || !view.here) return null;
  return (
    <div className="detail-devices">
      <MicrophonePicker />
      <a className="sv-link" href="#/devices">
        All devices
      </a>
    </div>
  );
}

/** Notes of a past call, which the agent opened in the timeline. */
interface OpenedNotes {
  readonly callId: string;
  /** Person whom the page showed by itself then. When that one changes, the page shows it again. */
  readonly context: string;
  /** Rises each time. */
  readonly request: number;
}

/** Shows the notes of the call that goes on, or of one from the timeline, and the timeline. */
function CallsAndNotes({
  person,
  calls,
  notes: { lastCallId, requestedCallId, request, keepOpen, closeEarlier },
}: {
  person: Person;
  calls: readonly HistoryEntry[];
  notes: ShownNotes;
}): ReactElement {
  const view = useCallWith(person.userId);
  const current = view?.phase === "on-call" ? view.call.id : lastCallId;
  const context = `${current} ${request}`;
  const [latest, setOpened] = useState<OpenedNotes | null>(null);
  const opened = latest?.context === context ? latest : null;
  const callId = opened?.callId ?? requestedCallId ?? current;
  const open = (id: string): void =>
    setOpened({ callId: id, context, request: (latest?.request ?? 0) + 1 });
  const close = (): void => {
    setOpened(null);
    closeEarlier();
  };
  return (
    <div className="detail-parts">
      {callId === null ? null : (
        <CallNotes
          key={callId}
          callId={callId}
          title={callId === current ? "Notes" : "Notes of an earlier call"}
          request={opened?.request ?? request}
          onWrite={keepOpen}
          close={callId === current ? undefined : close}
        />
      )}
      <Timeline person={person} calls={calls} shownNotes={callId} openNotes={open} />
    </div>
  );
}

interface Contact {
  /** Empty if there is none. */
  readonly email: string;
  /** Empty if there is none. */
  readonly phone: string;
  /** True for a customer with a record. A caller may have given only a name. */
  readonly isCustomer: boolean;
}

/** Returns how to reach a person. A call does not bring that, so it is looked up then. */
function useContact({ userId, type, email, phone }: Person): Contact {
  const client = useCallClient();
  const isUnknown = email === undefined || phone === undefined;
  const { data } = useResource(isUnknown ? `person:${userId}` : null, async (signal) =>
    client.request(lookUpPeople, { query: { supabaseUserId: userId }, signal }),
  );
  const [found] = data ?? [];
  const { email: foundEmail = "", phone: foundPhone = null } = found ?? {};
  return {
    email: email ?? foundEmail,
    phone: (phone === undefined ? foundPhone : phone) ?? "",
    isCustomer: (isUnknown ? found?.type : type) === "PORTAL_CUSTOMER",
  };
}

/** Calls the person. The controls of a live call with this person are in the bar. */
function CallPerson({
  person,
  last,
}: {
  person: Person;
  last: HistoryEntry | undefined;
}): ReactElement | null {
  const { userId } = useVoice();
  const view = useCallWith(person.userId);
  if (person.userId === userId || person.isCallable === false || view !== null) return null;
  return (
    <CallButton
      supabaseUserId={person.userId}
      userName={person.name}
      label={last !== undefined && needsCallBack(last, userId) ? "Call back" : "Call"}
      variant="primary"
    />
  );
}

/** Returns those of the agent's latest 100 calls that were with a person, newest first. */
function useCallsWith(person: Person): readonly HistoryEntry[] {
  const { userId } = useVoice();
  const { data } = useCallHistory();
  return (data ?? []).filter((entry) => peerOf(entry, userId).userId === person.userId);
}

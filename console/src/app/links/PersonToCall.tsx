import { useLayoutEffect, useRef, type ReactElement } from "react";
import { Avatar, Button, useClientState, useVoice } from "@synapse-voice/react";
import { useCallPerson } from "../find/use-call-person.ts";
import { callAdvice, icons } from "./call-advice.ts";
import { guardAppearingKeys } from "./guard-appearing-keys.ts";
import type { LinkPerson } from "./link-person.ts";

/** Shows the one person whom a link names, and asks whether to call. */
export function PersonToCall({
  person,
  done,
}: {
  readonly person: LinkPerson;
  readonly done: () => void;
}): ReactElement {
  const { userId } = useVoice();
  const { action, text, isPossible } = callAdvice(person, useClientState(), userId);
  const callPerson = useCallPerson(done);
  const buttons = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = buttons.current;
    if (element === null) return undefined;
    element.querySelector<HTMLElement>("button:last-of-type:enabled")?.focus();
    return guardAppearingKeys(element);
  }, []);
  return (
    <>
      <div className="link-person">
        <Avatar id={person.userId} name={person.name} size={48} />
        <div className="sv-row-text">
          <p className="sv-secondary link-about">{person.about}</p>
          <p className="link-target">{person.phone}</p>
        </div>
      </div>
      <p className="link-advice sv-secondary" role="status">
        {text}
      </p>
      <div ref={buttons} className="link-buttons">
        <Button onClick={done}>Cancel</Button>
        <Button
          variant="primary"
          icon={icons[action]}
          disabled={!isPossible}
          onClick={() => callPerson(person)}
        >
          {action}
        </Button>
      </div>
    </>
  );
}

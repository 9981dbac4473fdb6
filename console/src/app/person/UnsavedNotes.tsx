import { useSyncExternalStore, type ReactElement } from "react";
import { Button, Icon, shortName, useVoice } from "@synapse-voice/react";
import { peerOf } from "../../pages/calls/history-words.ts";
import { useCallHistory } from "../../shared/calls/CallHistory.tsx";
import { useNotesEditors } from "../../shared/notes/notes-editors.ts";
import type { ShownNotes } from "./use-shown-person.ts";

/** Shows that notes of a call could not be saved, if the agent no longer sees them. */
export function UnsavedNotes({ openOf }: Pick<ShownNotes, "openOf">): ReactElement | null {
  const { userId } = useVoice();
  const { data } = useCallHistory();
  const { onUnsavedElsewhere, getUnsavedElsewhere } = useNotesEditors();
  const callIds = useSyncExternalStore(onUnsavedElsewhere, getUnsavedElsewhere);
  const entry = data?.find(({ id }) => callIds.includes(id));
  if (entry === undefined) return null;
  const peer = peerOf(entry, userId);
  return (
    <div className="sv-banner sv-banner-warning" role="status">
      <Icon name="triangle-alert" size={18} />
      <span className="sv-grow">
        Your notes of a call with {shortName(peer.name)} are not saved
      </span>
      <Button size="small" onClick={() => openOf(entry.id, peer)}>
        Show
      </Button>
    </div>
  );
}

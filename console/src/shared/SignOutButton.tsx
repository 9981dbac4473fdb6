import { useState, type ReactElement } from "react";
import { isOwnCall } from "@synapse-voice/client";
import { Button, useCallClient } from "@synapse-voice/react";
import { useMovedFocus } from "./forms/use-moved-focus.ts";
import { useNotesEditors } from "./notes/notes-editors.ts";
import { ConfirmAction } from "./people/ConfirmAction.tsx";
import { useSignOut } from "./sign-out.ts";

/** Says what a sign-out ends or drops: the question, and what follows. */
interface Loss {
  readonly question: string;
  readonly text: string;
}

/** Returns what would be lost; null for nothing. */
function lossOf(isOnCall: boolean, hasNotes: boolean): Loss | null {
  if (isOnCall && hasNotes)
    return {
      question: "Your notes are not saved, and you're on a call.",
      text: "The notes are lost and the call ends when you sign out.",
    };
  if (hasNotes)
    return { question: "Your notes are not saved.", text: "They are lost when you sign out." };
  return isOnCall ? { question: "You're on a call.", text: "It ends when you sign out." } : null;
}

/** Signs out. Asks first during a call, and if there are notes that can't be saved. */
export function SignOutButton(): ReactElement {
  const signOut = useSignOut();
  const { flush, hasUnsaved } = useNotesEditors();
  const { list, focusNext } = useMovedFocus();
  const client = useCallClient();
  const [loss, setLoss] = useState<Loss | null>(null);
  const press = async (): Promise<void> => {
    await flush();
    const next = lossOf(client.getState().calls.some(isOwnCall), hasUnsaved());
    setLoss(next);
    if (next === null) await signOut();
  };
  return (
    <div ref={list}>
      {loss !== null ? (
        <ConfirmAction
          {...loss}
          action="Sign out"
          busy={false}
          confirm={() => void signOut()}
          cancel={() => {
            focusNext("button");
            setLoss(null);
          }}
        />
      ) : (
        <Button icon="log-out" onClick={() => void press()}>
          Sign out
        </Button>
      )}
    </div>
  );
}

import { useState, type ReactElement } from "react";
import { Button } from "@synapse-voice/react";
import { useMovedFocus } from "./forms/use-moved-focus.ts";
import { useNotesEditors } from "./notes/notes-editors.ts";
import { ConfirmAction } from "./people/ConfirmAction.tsx";
import { useSignOut } from "./sign-out.ts";

/** Signs out. Asks first if there are notes that can't be saved, since a sign-out drops them. */
export function SignOutButton(): ReactElement {
  const signOut = useSignOut();
  const { flush, hasUnsaved } = useNotesEditors();
  const { list, focusNext } = useMovedFocus();
  const [isAsking, setIsAsking] = useState(false);
  const press = async (): Promise<void> => {
    await flush();
    if (hasUnsaved()) setIsAsking(true);
    else await signOut();
  };
  return (
    <div ref={list}>
      {isAsking ? (
        <ConfirmAction
          question="Your notes are not saved."
          text="They are lost when you sign out."
          action="Sign out"
          busy={false}
          confirm={() => void signOut()}
          cancel={() => {
            focusNext("button");
            setIsAsking(false);
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

import type { ReactElement } from "react";
import { Button, CopyDetails } from "@synapse-voice/react";
import { SignInLayout } from "./SignInLayout.tsx";

/** Shown if the page can't read its configuration. Nothing else can work then. */
export function StartFailed({ reason }: { reason: string }): ReactElement {
  return (
    <SignInLayout
      title="Synapse Voice can't start"
      text="The page did not get its settings. Check your connection; if it stays, ask whoever runs this console."
    >
      <Button size="large" onClick={() => window.location.reload()}>
        Try again
      </Button>
      <CopyDetails code={reason} />
    </SignInLayout>
  );
}

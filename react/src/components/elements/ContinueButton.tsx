import { useState, type ComponentProps, type ReactElement } from "react";
import { Button } from "./Button.tsx";
import { useCallClient } from "../../hooks/use-client-state.ts";

/** Moves a call from another tab or device to this one. The button keeps the focus meanwhile. */
export function ContinueButton({
  callId,
  ...rest
}: { readonly callId: string } & Omit<
  ComponentProps<typeof Button>,
  "onClick" | "children"
>): ReactElement {
  const client = useCallClient();
  const [busy, setBusy] = useState(false);
  const press = async (): Promise<void> => {
    setBusy(true);
    await client.moveToDevice(callId);
    setBusy(false);
  };
  return (
    <Button {...rest} aria-busy={busy} onClick={() => void press()}>
      {busy ? "Connecting…" : "Continue here"}
    </Button>
  );
}

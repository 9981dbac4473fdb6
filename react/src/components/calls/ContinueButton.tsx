import { useState, type ComponentProps, type ReactElement } from "react";
import { Button } from "../elements/Button.tsx";
import { useCallClient } from "../../hooks/hooks.ts";

/**
 * Where a call of this person is in another tab or on another device: takes it over to this one. It
 * keeps the focus while it waits.
 */
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

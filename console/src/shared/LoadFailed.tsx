import type { ReactElement } from "react";
import { Button, EmptyState, noticeWords } from "@synapse-voice/react";

/** In the place of a list that could not be loaded. */
export function LoadFailed({ code, retry }: { code: string; retry: () => void }): ReactElement {
  const words = noticeWords(code, "agent");
  return (
    <EmptyState
      icon="triangle-alert"
      title={words.title}
      code={code}
      {...(words.detail === undefined ? {} : { text: words.detail })}
    >
      <Button onClick={retry}>Try again</Button>
    </EmptyState>
  );
}

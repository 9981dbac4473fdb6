import type { ReactElement } from "react";
import { useVoice } from "../../hooks/voice-context.ts";
import { noticeWords } from "../../texts/notice-words.ts";
import { Button } from "./Button.tsx";
import { EmptyState } from "./EmptyState.tsx";

/**
 * Shows in the place of a list why it could not be loaded. One button tries again, and one copies
 * the error code.
 */
export function LoadFailed({ code, retry }: { code: string; retry: () => void }): ReactElement {
  const { audience } = useVoice();
  const { title, detail } = noticeWords(code, audience);
  return (
    <EmptyState
      icon="triangle-alert"
      title={title}
      code={code}
      {...(detail === undefined ? {} : { text: detail })}
    >
      <Button onClick={retry}>Try again</Button>
    </EmptyState>
  );
}

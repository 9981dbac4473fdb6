export { VoiceProvider, type ConnectedDeps, type VoiceProviderProps } from "./VoiceProvider.tsx";
export { connectVoice, tokenOf, type SupabaseForVoice, type VoiceConfig } from "./connect.ts";
export { useVoice, type Voice } from "./voice-context.ts";
export { CallButton, type CallButtonProps } from "./CallButton.tsx";
export { AgentSelector, AgentStateText, type AgentSelectorProps } from "./AgentSelector.tsx";
export { CallManager, type CallManagerProps } from "./CallManager.tsx";
export { WrapUp, WrapUpButton } from "./WrapUp.tsx";
export { RemainingTime } from "./RemainingTime.tsx";
export { callerKind } from "./IncomingCall.tsx";
export {
  sortCalls,
  useAvailableAgents,
  useCall,
  useCallClient,
  useCallEvents,
  useClientState,
  useMediaState,
  useNow,
  type CallChange,
  type Calls,
} from "./hooks.ts";
export { useResource, type Resource } from "./use-resource.ts";
export { createLazyMedia } from "./lazy-media.ts";
export { createRing, type Ring, type RingKind } from "./ring.ts";
export { Avatar } from "./Avatar.tsx";
export { Button, type ButtonSize, type ButtonVariant } from "./Button.tsx";
export { EmptyState } from "./EmptyState.tsx";
export { Icon } from "./Icon.tsx";
export type { IconName } from "./icon-paths.ts";
export { Skeleton } from "./Skeleton.tsx";
export {
  clockTime,
  endedWords,
  endReasonWords,
  nextStepLabels,
  shortName,
  type Audience,
  type NextStep,
  type Words,
} from "./words.ts";
export { noticeWords } from "./notice-words.ts";
export {
  browserKind,
  microphoneWords,
  silenceWords,
  type BrowserKind,
  type MicrophoneWords,
  type SilenceWords,
} from "./device-words.ts";
export { shownState, stateWords } from "./agent-words.ts";

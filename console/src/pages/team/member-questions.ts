import type { AgentRole } from "@synapse-voice/contract";
import { asRole } from "./RoleSelect.tsx";

/** Changes that an admin is asked to confirm. Admins who lower themselves can't take it back. */
export type Question =
  | { readonly kind: "remove" | "withdraw" }
  | { readonly kind: "lower"; readonly role: AgentRole };

/** Returns the texts of a question about a member. */
export function questionWords(
  question: Question,
  name: string,
  isSelf: boolean,
): { readonly question: string; readonly text: string; readonly action: string } {
  if (question.kind === "lower")
    return {
      question: "Stop being an admin?",
      text: "You can no longer manage the team. Another admin can change that.",
      action: `Become ${asRole(question.role)}`,
    };
  if (question.kind === "withdraw")
    return {
      question: `Withdraw the invitation of ${name}?`,
      text: "The link in the email stops working.",
      action: "Withdraw",
    };
  return isSelf
    ? {
        question: "Remove yourself from the team?",
        text: "Your calls end, and you are signed out. Another admin can invite you again.",
        action: "Remove me",
      }
    : {
        question: `Remove ${name} from the team?`,
        text: "Their calls end, and they can no longer sign in. Their calls stay in the history.",
        action: "Remove",
      };
}

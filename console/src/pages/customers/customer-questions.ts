/** Commands that an admin is asked to confirm. */
export type Question = "remove" | "withdraw" | "erase";

interface QuestionWords {
  readonly question: string;
  readonly text: string;
  readonly action: string;
}

/** Returns the texts of a question about a customer. */
export function questionWords(question: Question, name: string): QuestionWords {
  const words: Readonly<Record<Question, QuestionWords>> = {
    remove: {
      question: `Remove ${name}?`,
      text:
        "Their calls end, and they can no longer sign in. Their calls stay in the history, " +
        "with their name.",
      action: "Remove",
    },
    withdraw: {
      question: `Withdraw the invitation of ${name}?`,
      text: "The link in the email stops working.",
      action: "Withdraw",
    },
    erase: {
      question: `Erase the data of ${name}?`,
      text:
        "Their name, email, call-backs and account are deleted. Their calls stay in the history, " +
        "without a name. This can't be undone.",
      action: "Erase",
    },
  };
  return words[question];
}

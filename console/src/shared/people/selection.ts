import { createContext, useContext } from "react";
import type { PersonType } from "@synapse-voice/contract";

/** A person whose details can be shown. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly type: PersonType;
  readonly email?: string;
  /** In E.164. Null for none. */
  readonly phone?: string | null;
  /** False for a person who was only invited: calls would not reach them. */
  readonly isCallable?: boolean;
}

/** The person whose details are shown beside the list, or in a narrow window in its place. */
export interface Selection {
  readonly person: Person | null;
  select(person: Person | null): void;
}

/** Context of the selection. */
export const SelectionContext = createContext<Selection>({ person: null, select: () => undefined });

/** Returns the selection and a function that changes it. */
export const useSelection = (): Selection => useContext(SelectionContext);

/** The form for a call-back, and changes of the customer's request. */
export interface CallbackRequestsState {
  /** The form if it is open. `callId` is the call that nobody answered, or that still waits. */
  readonly form: { readonly callId: string | null } | null;
  /** True from the moment a request was sent until the customer closes that card. */
  readonly sent: boolean;
  /** Number of changes in this page. Views load the request again after each. */
  readonly changes: number;
}

/** Opens the form for a call-back, which `CallManager` shows to customers. */
export interface CallbackRequests {
  getState(): CallbackRequestsState;
  /** Runs the listener after each change. Returns a function that ends this. */
  subscribe(listener: () => void): () => void;
  openForm(callId?: string | null): void;
  /** Closes the form, and the card that says that a request was sent. */
  closeForm(): void;
  /** Reports that the form was sent. */
  reportSent(): void;
  /** Reports that the request was withdrawn. */
  reportChange(): void;
}

/** Makes the store of one page. */
export function createCallbackRequests(): CallbackRequests {
  let state: CallbackRequestsState = { form: null, sent: false, changes: 0 };
  const listeners = new Set<() => void>();
  const set = (patch: Partial<CallbackRequestsState>): void => {
    state = { ...state, ...patch };
    for (const listener of listeners) listener();
  };
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    openForm: (callId = null) => set({ form: { callId }, sent: false }),
    closeForm: () => set({ form: null, sent: false }),
    reportSent: () => set({ form: null, sent: true, changes: state.changes + 1 }),
    reportChange: () => set({ sent: false, changes: state.changes + 1 }),
  };
}
